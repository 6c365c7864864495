import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { bearer, signed } from './support/token-signer';

/** Every secret has this in it, and nothing else has. */
const MARK = 'pl4nted';
const JWT_SECRET = `${MARK}-jwt-secret-of-more-than-32-bytes`;
const API_TOKEN = `${MARK}-api-token`;
const CONTENT = `${MARK} is what the user told`;

describe('what nobody may read', () => {
  let database: TestDatabase;
  let service: ServiceProcess;
  /** Everything that came out, by where. */
  const told = new Map<string, string>();

  const ask = async (what: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${service.url}${path}`, init);
    const headers = JSON.stringify([...response.headers]);
    told.set(what, `${headers}\n${await response.clone().text()}`);
    return response;
  };
  const post = (what: string, path: string, body: string, headers: Record<string, string>) =>
    ask(what, path, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });

  beforeAll(async () => {
    database = await TestDatabase.create();
    const dsn = new URL(database.dsn);
    dsn.searchParams.set('application_name', 'planted-by-test');
    service = await ServiceProcess.start({
      SOMABRAIN_POSTGRES_DSN: dsn.href,
      SOMABRAIN_LOG_LEVEL: 'DEBUG',
      SOMABRAIN_JWT_SECRET: JWT_SECRET,
      SOMABRAIN_JWT_SECRET_PREVIOUS: `${JWT_SECRET}-before`,
      SOMABRAIN_API_TOKEN: API_TOKEN,
      SOMABRAIN_REDIS_URL: `redis://:${MARK}-redis@127.0.0.1:9/0`,
      POSTGRES_PASSWORD: `${MARK}-postgres`,
      SOMABRAIN_MEMORY_HTTP_TOKEN: `${MARK}-memory`,
    });
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  it('is not in logs, errors, metrics, health and diagnostics, nor in what a stop or a crash prints', async () => {
    const token = await signed(
      { tenant: undefined, roles: ['admin'], iss: undefined, aud: undefined },
      {},
      JWT_SECRET,
    );
    const admin = bearer(API_TOKEN);
    const forged = bearer(`${MARK}.${MARK}.${MARK}`);
    const remember = JSON.stringify({ content: CONTENT, metadata: { note: CONTENT }, tags: [MARK] });
    // What a caller sent may be in the answer to that caller, and nowhere else.
    await post('', '/remember', remember, admin);
    await post('', '/recall', JSON.stringify({ query: CONTENT }), bearer(token));
    await post('a forged token', '/recall', '{}', forged);
    await post('a token in the wrong scheme', '/recall', '{}', { Authorization: `Basic ${API_TOKEN}` });
    await post('broken JSON', '/remember', `{"content": "${CONTENT}"`, admin);
    await post('content of a wrong type', '/remember', JSON.stringify({ content: [CONTENT] }), admin);
    await post('a long content', '/remember', JSON.stringify({ content: CONTENT.repeat(3_000) }), admin);
    await post(
      'a batch',
      '/remember/batch',
      JSON.stringify({ memories: [{ content: '', metadata: CONTENT }] }),
      admin,
    );
    await ask('a token in the query', `/memories?colour=red`, { headers: admin });
    for (const path of ['/metrics', '/health', '/health/ready', '/openapi.json']) await ask(path, path);
    await ask('/diagnostics', '/diagnostics', { headers: admin });
    await ask('the audit', '/audit/events?limit=500', { headers: admin });
    // A table that is gone makes errors that nobody thought of.
    await database.asOwner('alter table memories rename to memories_gone');
    await post('an unforeseen error', '/remember', remember, admin);
    await post('an unforeseen error of recall', '/recall', JSON.stringify({ query: CONTENT }), admin);
    await database.asOwner('alter table memories_gone rename to memories');
    told.delete('');
    expect(told.get('/diagnostics')).toContain('[redacted]');
    await service.stop();
    told.set('the output of the process', service.printed);
    expect(service.printed).toContain('"level":"ERROR"');
    const leaks = [...told].filter(([, text]) => text.includes(MARK)).map(([what]) => what);
    expect(leaks).toEqual([]);
  });
});
