import { expectProblem } from './support/expect-problem';
import type { RunningApi } from './support/running-api';
import { startApi, startApiApart } from './support/start-api';
import { bearer, SECRET, signed } from './support/token-signer';

const MERGE = { 'Content-Type': 'application/merge-patch+json' };
const SETTINGS = { SOMABRAIN_JWT_SECRET: SECRET };
const ttl = { content: 'The lease', key: 'lease', ttl_seconds: 1 };

const as = async (role: string) => bearer(await signed({ iss: undefined, aud: undefined, roles: [role] }));
const challengeFor = (permission: string) =>
  `Bearer error="insufficient_scope", error_description="the token lacks the permission ${permission}", scope="${permission}"`;

type Send = (api: RunningApi, id: string, writer: Record<string, string>) => ReturnType<RunningApi['get']>;

/** Refused after the guard of the route let them in: only a field of theirs needs the permission. */
const WITHIN: [string, Send][] = [
  ['POST /remember', (api, _id, writer) => api.post('/remember', ttl, writer)],
  [
    'PUT /memories/by-key/{key}',
    (api, _id, writer) =>
      api.send('PUT', '/memories/by-key/lease', {
        headers: { ...writer, 'Content-Type': 'application/json' },
        body: JSON.stringify(ttl),
      }),
  ],
  [
    'PATCH /memories/{id}',
    (api, id, writer) =>
      api.send('PATCH', `/memories/${id}`, { headers: { ...writer, ...MERGE }, body: '{"ttl_seconds":1}' }),
  ],
  [
    'POST /memory/remember',
    (api, _id, writer) =>
      api.post('/memory/remember', { value: { task: 'The lease' }, key: 'lease', ttl_seconds: 1 }, writer),
  ],
];

describe.each([
  ['in one process', async () => ({ api: await startApi(SETTINGS), stop: () => Promise.resolve() })],
  [
    'with the memory service apart',
    async () => {
      const { api, memory } = await startApiApart(SETTINGS);
      return { api, stop: () => memory.stop() };
    },
  ],
])('a permission that a handler finds lacking, %s', (_, start) => {
  let api: RunningApi;
  let stop: () => Promise<unknown>;
  let id: string;
  let writer: Record<string, string>;

  beforeAll(async () => {
    ({ api, stop } = await start());
    writer = await as('writer');
    id = (await api.post('/remember', { content: 'The lease', key: 'lease' }, await as('agent'))).json<{
      id: string;
    }>().id;
  });
  afterAll(async () => {
    await api.stop();
    await stop();
  });

  it.each(WITHIN)('is named by the challenge of %s', async (_route, send) => {
    const refused = await send(api, id, writer);
    expectProblem(refused, 403, 'PERMISSION_DENIED');
    expect(refused.headers.get('www-authenticate')).toBe(challengeFor('memory:delete'));
  });

  it('is named by that of /rag/retrieve, which stores the question', async () => {
    const refused = await api.post('/rag/retrieve', { query: 'lease', persist: true }, await as('reader'));
    expect(expectProblem(refused, 403, 'PERMISSION_DENIED').map(({ field }) => field)).toEqual(['persist']);
    expect(refused.headers.get('www-authenticate')).toBe(challengeFor('memory:write'));
  });

  it.each([
    ['forget', { ids: ['019aad6e-8f00-7000-8000-000000000000'] }],
    ['remember', ttl],
  ])('is named beside the result of the tool %s', async (name, given) => {
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } };
    const failed = await api.post('/mcp', call, writer);
    expect([failed.status, failed.json().result]).toMatchObject([200, { isError: true }]);
    expect(failed.headers.get('www-authenticate')).toBe(challengeFor('memory:delete'));
  });

  it('is not made up where something else is refused', async () => {
    const wrong = await api.post('/remember', { content: '' }, writer);
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([400, null]);
  });
});
