import { ConfigurationError, loadConfiguration } from '@somabrain/config';
import { Problem } from '@somabrain/kernel';
import { Client } from 'undici';
import { connectTo, type MemoryApart, startMemoryApart, TOKEN } from '../support/memory-apart';
import { contextOf, memoryOf } from '../support/memory-fields';
import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { expectProblem } from './support/expect-problem';
import { RunningApi } from './support/running-api';

const AUTHORISED = { Authorization: `Bearer ${TOKEN}`, 'X-Tenant-ID': 'acme', 'X-Actor': 'ana' };
const QUESTION = {
  namespace: 'default',
  query: 'x',
  limit: 1,
  filter: {},
  minScore: null,
  explain: false,
  asOf: null,
  maxTokens: null,
};

describe('the memory service', () => {
  let database: TestDatabase;
  let memory: MemoryApart;
  let http: RunningApi;

  beforeAll(async () => {
    database = await TestDatabase.create();
    memory = await startMemoryApart(database.dsn);
    http = new RunningApi(memory.url, [], () => Promise.resolve());
  });
  afterAll(async () => {
    await memory.stop();
    await database.drop();
  });

  it.each([
    ['no token', {}],
    ['another token', { Authorization: 'Bearer something-else' }],
    ['another scheme', { Authorization: `Basic ${TOKEN}` }],
    ['a beginning of the token', { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
  ])('answers nobody with %s, whatever the body is', async (_, headers: Record<string, string>) => {
    for (const body of [JSON.stringify(QUESTION), '{', 'x'.repeat(3_000_000)]) {
      const answer = await http.postText('/v1/recall', body, { 'X-Tenant-ID': 'acme', ...headers });
      expectProblem(answer, 401, 'UNAUTHENTICATED');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expectProblem(await http.get('/v1/export', headers), 401, 'UNAUTHENTICATED');
    expectProblem(await http.get('/V1/Export', headers), 401, 'UNAUTHENTICATED');
    expectProblem(await http.get('//v1/export', headers), 404, 'ROUTE_NOT_FOUND');
  });

  it('sends of long texts only what is shown of them', async () => {
    const text = `${'—'.repeat(50_000)} The keeper repaired the lantern. ${'—'.repeat(50_000)}`;
    for (const minutes of [1, 2, 3])
      await memory.service.remember(contextOf('acme'), memoryOf(`${minutes} ${text}`, { namespace: 'long' }));
    const asked = { ...QUESTION, namespace: 'long', query: 'Who repaired the lantern?', limit: 3 };
    const { text: sent, json } = await http.post('/v1/recall', { ...asked, passageTokens: 64 }, AUTHORISED);
    expect(Buffer.byteLength(sent)).toBeLessThan(20_000);
    const results = json().results as {
      memory: { content: string };
      excerpt: { text: string; length: number };
    }[];
    expect(results).toHaveLength(3);
    for (const { memory: shown, excerpt } of results) {
      expect(excerpt.length).toBe(text.length + 2);
      expect(shown.content).toBe(excerpt.text);
      expect(shown.content).toContain('The keeper repaired the lantern.');
    }
  });

  it('shows health and metrics to everybody', async () => {
    expect((await http.get('/health/ready')).status).toBe(200);
    expect((await http.get('/health')).json()).toMatchObject({
      ok: true,
      components: { memory: { http: true } },
    });
    expect((await http.get('/metrics')).text).toContain('somabrain_requests_total');
    expect((await http.get('/openapi.json')).json()).toHaveProperty('info.title', 'SomaBrain memory service');
  });

  it.each([
    ['without a tenant', { 'X-Tenant-ID': '' }, 'TENANT_INVALID', 'X-Tenant-ID'],
    ['as its own tenant', { 'X-Tenant-ID': '_system' }, 'TENANT_INVALID', 'X-Tenant-ID'],
    ['without an actor', { 'X-Actor': '' }, 'VALIDATION_FAILED', 'X-Actor'],
    ['with an actor that is not encoded', { 'X-Actor': '%zz' }, 'VALIDATION_FAILED', 'X-Actor'],
    ['with an actor that the audit cannot hold', { 'X-Actor': 'ana%00' }, 'VALIDATION_FAILED', 'X-Actor'],
    [
      'with a filter that the database cannot read',
      { 'X-Filters': encodeURIComponent('{"user_id":["u\\u0000"]}') },
      'VALIDATION_FAILED',
      'X-Filters',
    ],
  ])('does not work %s', async (_, headers, code, field) => {
    const answer = await http.post('/v1/recall', QUESTION, { ...AUTHORISED, ...headers });
    expect(expectProblem(answer, 400, code)).toEqual([{ field, message: expect.any(String) as string }]);
  });

  it.each<[string, object, string]>([
    ['an unknown field', { ...QUESTION, colour: 1 }, 'colour'],
    ['a missing field', { ...QUESTION, limit: undefined }, 'limit'],
    ['too many results', { ...QUESTION, limit: 101 }, 'limit'],
    ['a NUL', { ...QUESTION, query: 'a\0b' }, 'query'],
    ['an unknown condition', { ...QUESTION, filter: { colour: 'red' } }, 'filter.colour'],
  ])('refuses a question with %s', async (_, body, field) => {
    const errors = expectProblem(await http.post('/v1/recall', body, AUTHORISED), 400, 'VALIDATION_FAILED');
    expect(errors[0]?.field).toBe(field);
  });

  it('goes on with a connection on which it refused a request before its body had ended', async () => {
    const client = new Client(memory.url);
    const file = `{"type":"nonsense"}\n${'x'.repeat(800_000)}`;
    const refused = await client.request({
      path: '/v1/import',
      method: 'POST',
      headers: { ...AUTHORISED, 'Content-Type': 'application/x-ndjson' },
      body: file,
    });
    expect([refused.statusCode, await refused.body.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'IMPORT_INVALID' }),
    ]);
    const next = await client.request({
      path: '/v1/recall',
      method: 'POST',
      headers: { ...AUTHORISED, 'Content-Type': 'application/json' },
      body: JSON.stringify(QUESTION),
    });
    expect(next.statusCode).toBe(200);
    await next.body.dump();
    await client.close();
  });

  it.each([
    ['production', { SOMABRAIN_MODE: 'production' }],
    ['development on every address', { SOMABRAIN_MEMORY_HOST: '0.0.0.0' }],
    ['development on a name', { SOMABRAIN_MEMORY_HOST: 'memory.internal' }],
  ])('does not start without a token in %s', (_, environment) => {
    const load = () =>
      loadConfiguration({ SOMABRAIN_POSTGRES_DSN: database.dsn, ...environment }, { process: 'memory' });
    expect(load).toThrow(ConfigurationError);
    expect(load).toThrow('SOMABRAIN_MEMORY_HTTP_TOKEN: it is not set');
  });

  it('loses nothing that it acknowledged when it is stopped under load', async () => {
    const service = await ServiceProcess.start(
      { SOMABRAIN_POSTGRES_DSN: database.dsn, SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN },
      'memory',
    );
    const { service: port, close } = connectTo(service.url);
    const context = contextOf('load');
    const acknowledged: string[] = [];
    const refusals = new Set<string>();
    const write = async (writer: number) => {
      for (let number = 0; ; number += 1) {
        try {
          acknowledged.push((await port.remember(context, memoryOf(`Note ${writer}/${number}`))).id);
        } catch (error) {
          refusals.add(error instanceof Problem ? error.code : String(error));
          return;
        }
      }
    };
    const writers = Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
    await waitFor(() => acknowledged.length > 200, { timeoutMs: 20_000, what: () => 'writes' });
    expect(await service.stop()).toBe(0);
    await writers;
    await close();
    const rows = await database.asOwner<{ id: string }>(
      `select id::text as id from memories where tenant_id = 'load'`,
    );
    const stored = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    for (const code of refusals) expect(['MEMORY_UNAVAILABLE', 'SHUTTING_DOWN']).toContain(code);
    expect(service.printed).not.toMatch(/"level":"(ERROR|FATAL)"/);
  });
});
