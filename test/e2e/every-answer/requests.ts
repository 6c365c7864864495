import { answerOf, type SomaBrainClient } from '@somabrain/client';

/** What a request consists of, in the terms of openapi-fetch. */
export interface Request {
  readonly params?: {
    readonly path?: Record<string, string>;
    readonly query?: Record<string, string | number>;
    readonly header?: Record<string, string>;
  };
  /** Null: not this one of the client's own. */
  readonly headers?: Record<string, string | null>;
  readonly body?: unknown;
  readonly bodySerializer?: (body: unknown) => string;
  readonly pathSerializer?: (path: string) => string;
  readonly parseAs?: 'text';
  readonly signal?: AbortSignal;
}

/** A typed client as it is called with a route that is only known at run time. */
export interface AnyRouteClient {
  request(method: string, path: string, request: Request): Promise<{ response: Response; error?: unknown }>;
}

/** Memories that a request can be about. */
export interface Seed {
  /** It has two versions and the key. */
  readonly id: string;
  readonly key: string;
  readonly namespace: string;
}

let seeds = 0;

/** Stores the memories of a seed. */
export async function plantSeed(client: SomaBrainClient): Promise<Seed> {
  seeds += 1;
  const seed = { key: `seed-${seeds}`, namespace: `seeds-${seeds}` };
  for (const content of ['The first', 'The second']) {
    const body = { content: `${content} of ${seed.key}`, session_id: seed.key, ...seed };
    await answerOf(client.POST('/remember', { body }));
  }
  await plantSleep(client, seed);
  const { items } = await answerOf(
    client.GET('/memories', { params: { query: { namespace: seed.namespace, key: seed.key } } }),
  );
  const id = items[0]?.id;
  if (id === undefined) throw new Error('The seed was not stored');
  return { id, ...seed };
}

/** Adds a run that can be undone, and what another one has to do: two memories of the same words, and a session to sum up. */
async function plantSleep(client: SomaBrainClient, { key, namespace }: Omit<Seed, 'id'>): Promise<void> {
  const twins = (name: string) =>
    [`${name} of ${key}`, `${name} of ${key}.`].map((content) => ({ content, namespace }));
  await answerOf(client.POST('/remember/batch', { body: { memories: twins('Twins') } }));
  await answerOf(client.POST('/sleep/run', { body: { namespace, rem: false } }));
  const turns = Array.from({ length: 6 }, (_, position) => ({
    content: `The harbour crane number ${position} lifts heavy stones for ${key}.`,
    namespace,
    session_id: `session of ${key}`,
    position,
  }));
  await answerOf(client.POST('/remember/batch', { body: { memories: [...twins('Others'), ...turns] } }));
}

/** A seed of which nothing is stored. */
export const NOTHING: Seed = {
  id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071',
  key: 'nobody-has-it',
  namespace: 'nowhere',
};

/** Whom the requests are for. */
export const TENANT = 'every-answer';
const THE_TENANT = { params: { path: { id: TENANT } } };
const byId = ({ id }: Seed) => ({ params: { path: { id } } });
const ofFrame = ({ key }: Seed) => ({ params: { path: { frame_id: key } }, body: { r_task: 1 } });
const inSession = ({ key }: Seed) => ({ params: { path: { session_id: key } } });

/** Routes that take a file instead of what `REQUESTS` says. */
export const IMPORTS: readonly string[] = ['POST /import', 'POST /migrate/import'];

/** A request to every route that a seed makes good; an import takes a file. */
export const REQUESTS: Readonly<Record<string, (seed: Seed) => Request>> = {
  'POST /remember': ({ key, namespace }) => ({ body: { content: `A note on ${key}`, namespace } }),
  'POST /remember/batch': ({ key, namespace }) => ({
    body: { memories: [{ content: `An item on ${key}`, namespace }], atomic: true },
  }),
  'PUT /memories/by-key/{key}': ({ key, namespace }) => ({
    params: { path: { key } },
    body: { content: `A note in the place of ${key}`, namespace },
  }),
  'POST /recall': ({ namespace }) => ({ body: { query: 'second', namespace } }),
  'POST /memory/remember': ({ key, namespace }) => ({
    body: { value: { task: `A later note on ${key}` }, namespace },
  }),
  'POST /memory/recall': ({ namespace }) => ({ body: { query: 'second', namespace } }),
  'GET /memories/{id}': byId,
  'DELETE /memories/{id}': byId,
  'PATCH /memories/{id}': (seed) => ({ ...byId(seed), body: { tags: [`of-${seed.key}`] } }),
  'GET /memories': ({ namespace }) => ({ params: { query: { namespace } } }),
  'GET /memories/{id}/history': byId,
  'POST /memories/{id}/restore': (seed) => ({ ...byId(seed), body: { version: 1 } }),
  'POST /forget': ({ id }) => ({ body: { ids: [id] } }),
  'POST /delete': ({ key, namespace }) => ({ body: { task: key, namespace } }),
  'POST /recall/delete': ({ key, namespace }) => ({ body: { task: key, namespace } }),
  'POST /link': ({ key, namespace }) => ({ body: { from_key: key, to_key: 'later', namespace } }),
  'POST /graph/links': ({ key, namespace }) => ({ body: { from_key: key, namespace } }),
  'POST /graph/neighbors': ({ key, namespace }) => ({ body: { from_key: key, namespace } }),
  'POST /graph/path': ({ key, namespace }) => ({ body: { from_key: key, to_key: key, namespace } }),
  'POST /plan/suggest': ({ key, namespace }) => ({ body: { task_key: key, namespace } }),
  'POST /act': ({ namespace }) => ({ body: { task: 'Order paper lanterns', namespace } }),
  'POST /rag/retrieve': ({ key, namespace }) => ({
    body: { query: `What was said of ${key}`, key, namespace, persist: true },
  }),
  'POST /context/evaluate': ({ namespace }) => ({ body: { query: 'second', namespace } }),
  'POST /context/feedback': ({ id }) => ({ body: { utility: 0.5, memory_ids: [id] } }),
  'GET /context/adaptation/state': () => ({}),
  'GET /context/adaptation/history': () => ({}),
  'POST /context/adaptation/reset': () => ({ body: {} }),
  'POST /sleep/run': ({ namespace }) => ({ body: { namespace } }),
  'POST /sleep/undo': () => ({ body: {} }),
  'GET /sleep/status': () => ({}),
  'GET /sleep/status/all': () => ({}),
  'POST /reflect': ({ namespace }) => ({ body: { namespace } }),
  'GET /neuromodulators': () => ({}),
  'POST /neuromodulators': () => ({ body: { dopamine: 0.4 } }),
  'POST /personality': () => ({ body: { traits: { curiosity: 0.4 } } }),
  'POST /reward/{frame_id}': ofFrame,
  'POST /reward/reward/{frame_id}': ofFrame,
  'GET /reward/health': () => ({}),
  'GET /learner/health': () => ({}),
  'GET /namespaces': () => ({}),
  'GET /users': ({ namespace }) => ({ params: { query: { namespace } } }),
  'GET /agents': () => ({}),
  'GET /sessions': ({ namespace }) => ({ params: { query: { namespace, limit: 1 } } }),
  'GET /tags': () => ({}),
  'GET /working-memory/{session_id}': inSession,
  'DELETE /working-memory/{session_id}': inSession,
  'GET /export': ({ namespace }) => ({ params: { query: { namespace } }, parseAs: 'text' }),
  'POST /migrate/export': ({ namespace }) => ({ body: { namespace }, parseAs: 'text' }),
  'GET /audit/events': () => ({}),
  'GET /diagnostics': () => ({}),
  'GET /tenants/{id}': () => THE_TENANT,
  'GET /tenants/{id}/usage': () => THE_TENANT,
  'PUT /tenants/{id}': () => ({ ...THE_TENANT, body: { rate_rps: null } }),
  'POST /audit/verify': () => ({ body: {} }),
  'POST /mcp': ({ namespace }) => ({
    headers: MCP,
    body: {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'recall', arguments: { query: 'second', namespace } },
    },
  }),
  'POST /mcp/u/{user}': () => ({
    headers: MCP,
    params: { path: { user: 'ana' } },
    body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
  }),
  'GET /.well-known/oauth-protected-resource': () => ({}),
  'GET /.well-known/oauth-protected-resource/mcp': () => ({}),
  'GET /health': () => ({}),
  'GET /health/live': () => ({}),
  'GET /health/ready': () => ({}),
  'GET /metrics': () => ({ parseAs: 'text' }),
};

/** What a client of the protocol accepts. */
const MCP = { Accept: 'application/json, text/event-stream' };

/** A message of the protocol that is not answered. */
export const NOTIFICATION: Request = {
  headers: MCP,
  body: { jsonrpc: '2.0', method: 'notifications/initialized' },
};

/** The body of an import. */
export function fileOf(file: string): Request {
  return {
    body: file,
    bodySerializer: () => file,
    headers: { 'Content-Type': 'application/x-ndjson' },
  };
}

/** Merges requests: headers and parameters add up, of the rest the later one counts. */
export function merged(one: Request, other: Request): Request {
  const params = { ...one.params, ...other.params };
  const query = { ...one.params?.query, ...other.params?.query };
  return {
    ...one,
    ...other,
    headers: { ...one.headers, ...other.headers },
    params: { ...params, ...(Object.keys(query).length > 0 && { query }) },
  };
}

/** Stores so many notes, by the thousand. */
export async function fill(client: SomaBrainClient, namespace: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += 1_000) {
    const memories = Array.from({ length: 1_000 }, (_, index) => ({
      content: `Note ${from + index}: ${wordsOf(from + index)}`,
      namespace,
    }));
    await answerOf(client.POST('/remember/batch', { body: { memories } }));
  }
}

/** Some words that few other numbers have. */
function wordsOf(number: number): string {
  return Array.from(
    { length: 20 },
    (_, index) => `w${((number * 31 + index * 7_919) % 500_009).toString(36)}`,
  ).join(' ');
}
