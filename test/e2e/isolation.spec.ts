import { coordinateOf } from '@somabrain/memory';
import { TOOLS } from '../../apps/api/src/mcp/tools';
import { type Attempt, ATTEMPTS, type Names, VICTIM } from './isolation/attempts';
import type { Answer, RunningApi } from './support/running-api';
import { bearer, SECRET, signed } from './support/token-signer';
import { unharmedApi } from './support/unharmed-api';

/** A tenant that nobody asks for. */
const NOBODY = 'an-unasked';
/** Two of which one asks for what the victim has, and the other for what nobody has. */
const INTRUDERS = ['intruder-1', 'intruder-2'] as const;
/** What differs between two answers to the same question. */
const VOLATILE = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID'],
  [/[0-9a-f]{64}/g, 'DIGEST'],
  [/[0-9a-f]{32}/g, 'TRACE'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'],
  [/-?\d\.\d{6},-?\d\.\d{6},-?\d\.\d{6}/g, 'COORDINATE'],
  [/"coordinate":\[[-\d.,]+\]/g, '"coordinate":[COORDINATE]'],
  // How lately the session met it is part of a score.
  [/("working_memory":\[\{"id":"[^"]*",(?:"content":"[^"]*",)?)"score":[\d.]+/g, '$1"score":0'],
  // How old it is is part of its weight.
  [/"weights?":\[?[\d.,]+\]?/g, '"weight":0'],
  [/"age_seconds":[\d.]+/g, '"age_seconds":0'],
  [/"(took|duration)_ms":[\d.]+/g, '"$1_ms":0'],
  [/"uptime_seconds":\d+/g, '"uptime_seconds":0'],
  [/"(started_at_ms|nrem|rem)":[\d.]+/g, '"$1":0'],
] as const;
/** Of a refusal to read the audit. */
const TRACE = /"traceId":"[0-9a-f]+"/;
const OF_THE_MOMENT = new Set(['date', 'x-request-id', 'content-length', 'content-disposition']);

/** Between whom something is kept apart. */
interface Boundary {
  readonly settings: Record<string, string>;
  /** Headers by which each of them is known. */
  readonly victim: () => Promise<Record<string, string>>;
  readonly intruder: (name: string) => Promise<Record<string, string>>;
  /** Somebody who has what nobody else was told of. */
  readonly unasked: () => Promise<Record<string, string>>;
  /** A tenant other than the victim's, where the boundary is one of tenants. */
  readonly otherTenant: string;
  /** The coordinate at which intruders would have a memory with that key: coordinates are made of the tenant, too. */
  readonly nowhere: (names: Omit<Names, 'tenant'>) => string;
}

const tenantHeader = (tenant: string) => () => Promise.resolve({ 'X-Tenant-ID': tenant });
const member = async (user: string, tenant: string, beside: Record<string, unknown> = {}) =>
  bearer(await signed({ sub: user, tenant, roles: ['member'], iss: undefined, aud: undefined, ...beside }));
/** Everything that another role or scope could add. */
const WIDEST = {
  roles: ['admin', 'agent', 'auditor', 'member', 'reader', 'writer'],
  scope: 'memory:read memory:write memory:delete audit:read',
};

const BOUNDARIES: Readonly<Record<string, Boundary>> = {
  tenant: {
    settings: {},
    victim: tenantHeader(VICTIM),
    intruder: (name) => tenantHeader(name)(),
    unasked: tenantHeader(NOBODY),
    otherTenant: NOBODY,
    nowhere: ({ coordinate }) => coordinate,
  },
  'user whom the policy shows what is its own': {
    settings: { SOMABRAIN_JWT_SECRET: SECRET, SOMABRAIN_POLICY_BUNDLE: 'default' },
    victim: () => member('secret-user', VICTIM),
    intruder: (name) => member(name, VICTIM),
    unasked: () => member('absent-user', NOBODY),
    otherTenant: VICTIM,
    nowhere: ({ namespace, key }) => coordinateOf(VICTIM, namespace, key),
  },
  'user of whom the other is a member with every other role and scope': {
    settings: { SOMABRAIN_JWT_SECRET: SECRET, SOMABRAIN_POLICY_BUNDLE: 'default' },
    victim: () => member('secret-user', VICTIM),
    intruder: (name) => member(name, VICTIM, WIDEST),
    unasked: () => member('absent-user', NOBODY),
    otherTenant: VICTIM,
    nowhere: ({ namespace, key }) => coordinateOf(VICTIM, namespace, key),
  },
};

describe.each(Object.entries(BOUNDARIES))('what belongs to one %s', (_boundary, boundary) => {
  const api = unharmedApi(boundary.settings, boundary.victim);
  let known: Names;
  let unknown: Names;
  let before: string;

  const as = async (intruder: string, { method, path, body, headers = {} }: Attempt): Promise<Answer> => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const identity = await boundary.intruder(intruder);
    return api().send(method, path, {
      headers: { ...identity, ...(body !== undefined && { 'Content-Type': type }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  };

  beforeAll(async () => {
    known = { tenant: VICTIM, ...(await namesOf(api(), await boundary.victim(), 'secret')) };
    const absent = await namesOf(api(), await boundary.unasked(), 'absent');
    unknown = { tenant: boundary.otherTenant, ...absent, coordinate: boundary.nowhere(absent) };
    before = await everythingOf(api(), await boundary.victim());
  });

  it('has an attempt for every route that works for a tenant', async () => {
    const { paths } = (await api().get('/openapi.json')).json<{
      paths: Record<string, Record<string, { 'x-required-permission'?: string }>>;
    }>();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation['x-required-permission'] !== undefined)
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(ATTEMPTS).sort()).toEqual(routes.sort());
    const tried = JSON.stringify(ATTEMPTS['POST /mcp']?.(known));
    for (const { name } of TOOLS) expect(tried).toContain(`"name":"${name}"`);
  });

  it.each(Object.entries(ATTEMPTS))('is to another as if it were not there: %s', async (_, attempts) => {
    const pairs = attempts(known).map((attempt, index) => [attempt, attempts(unknown)[index]] as const);
    for (const [asked, compared] of pairs) {
      if (!compared) throw new Error('The attempts differ in number');
      const [told, toldOfNothing] = [await as(INTRUDERS[0], asked), await as(INTRUDERS[1], compared)];
      expect([asked.path, settled(told, known)]).toEqual([asked.path, settled(toldOfNothing, unknown)]);
      expect(told.text).not.toContain('pomegranate');
      expect(told.status).not.toBe(500);
    }
  });

  it('is what it was before all this', async () => {
    expect(await everythingOf(api(), await boundary.victim())).toBe(before);
  });
});

/** Fills a tenant, and tells what an intruder could learn of it. */
async function namesOf(
  api: RunningApi,
  headers: Record<string, string>,
  word: 'secret' | 'absent',
): Promise<Omit<Names, 'tenant'>> {
  const names = {
    key: `${word}-key`,
    namespace: `${word}-place`,
    session: `${word}-talk`,
    user: `${word}-user`,
    words: 'pomegranate in the cellar',
    idempotencyKey: `${word}-once`,
    resume: `${word}-file`,
  };
  const { key, namespace, session, user, words } = names;
  const body = { key, namespace, session_id: session, user_id: user, metadata: { owner: user } };
  await api.post('/remember', { content: 'at first', ...body }, headers);
  // Only the victim knows the words that all ask for.
  const content = word === 'secret' ? words : 'quicksilver in the garret';
  const stored = await api.post('/remember', { content, ...body }, headers);
  const { id, coordinate } = stored.json<{ id: string; coordinate: string }>();
  const linked = { content: `${content}, again`, links: [{ target: { id } }] };
  const once = { ...headers, 'Idempotency-Key': names.idempotencyKey };
  const { id: otherId } = (await api.post('/remember', linked, once)).json<{ id: string }>();
  const page = (await api.get('/memories?limit=1', headers)).json<{ next_cursor: string }>();
  const file = (await api.get(`/export?namespace=${namespace}`, headers)).text;
  return { ...names, id, otherId, coordinate, cursor: page.next_cursor, file };
}

/** Everything there is of the victim, but for the time of the export. */
async function everythingOf(api: RunningApi, headers: Record<string, string>): Promise<string> {
  const file = (await api.get('/export', headers)).text;
  const audit = (await api.get('/audit/events?stream=operations&limit=500', headers)).text.replace(TRACE, '');
  return `${file.slice(file.indexOf('\n'))}${audit}`;
}

/** An answer without what differs between any two, and without the names that were asked for. */
function settled({ status, headers, text }: Answer, names: Names): unknown {
  const bare = (value: string): string => {
    let result = value;
    for (const name of [names.key, names.namespace, names.session, names.user, names.resume]) {
      result = result.replaceAll(name, 'NAME');
    }
    result = result.replaceAll(`/tenants/${names.tenant}`, '/tenants/NAME');
    for (const intruder of INTRUDERS) result = result.replaceAll(intruder, 'INTRUDER');
    for (const [pattern, replacement] of VOLATILE) result = result.replace(pattern, replacement);
    return result;
  };
  const told = Object.fromEntries(
    [...headers].filter(([name]) => !OF_THE_MOMENT.has(name)).map(([name, value]) => [name, bare(value)]),
  );
  return { status, headers: told, body: bare(text) };
}
