import { loadConfiguration } from '@somabrain/config';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { RunningService } from '@somabrain/runtime';
import { startService } from '../../apps/api/src/start-service';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const BODY = '{"content":"sent in two parts"}';

describe('the life of the service', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.create({ migrated: false });
  });
  afterAll(() => database.drop());

  const start = (settings: Record<string, string> = {}): Promise<RunningService> => {
    const environment = { SOMABRAIN_POSTGRES_DSN: database.dsn, SOMABRAIN_PORT: '0', ...settings };
    return startService(loadConfiguration(environment).configuration, quietLogger());
  };

  it('answers what is under way when it stops, takes nothing new, and then is gone', async () => {
    const service = await start();
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(
      `POST /remember HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY.slice(0, 9)}`,
    );
    // The same event loop reads both: when this is answered, the first part has been taken in.
    await fetch(`${service.url}/health/live`);

    const stopped = service.stop();
    await waitFor(() => refusesConnections(Number(port), hostname), {
      timeoutMs: 5_000,
      what: () => 'intake to stop',
    });
    socket.write(BODY.slice(9));
    await once(socket, 'close');
    await stopped;
    expect(answer).toMatch(/^HTTP\/1.1 201 /);
    expect(await database.asOwner('select content from memories')).toEqual([
      { content: 'sent in two parts' },
    ]);
  });

  it('keeps memories over a restart', async () => {
    const first = await start();
    await remember(first, 'known before the restart');
    await first.stop();
    const second = await start();
    expect(await recall(second, 'known before the restart')).toContain('known before the restart');
    await second.stop();
  });

  it('says in one sentence that its port is taken, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ SOMABRAIN_PORT: String(port) })).rejects.toThrow(
      `Port ${port} is taken. Stop what listens there, or choose another port in SOMABRAIN_PORT.`,
    );
    other.close();
    const sessions = () =>
      database.asOwner(
        "select from pg_stat_activity where application_name = 'somabrain' and datname = current_database()",
      );
    await waitFor(async () => (await sessions()).length === 0, {
      timeoutMs: 5_000,
      what: () => 'the pool to close',
    });
  });

  it('refuses a database that lacks migrations where it may not apply them', async () => {
    const empty = await TestDatabase.create({ migrated: false });
    await expect(start({ SOMABRAIN_POSTGRES_DSN: empty.dsn, SOMABRAIN_AUTO_MIGRATE: '0' })).rejects.toThrow(
      /lacks \d+ migrations, .*scripts\/migrate_db\.sh/,
    );
    await empty.drop();
  });

  it('says that the database does not answer, without its password', async () => {
    const failure = start({ SOMABRAIN_POSTGRES_DSN: 'postgresql://soma:hunter2@127.0.0.1:1/somabrain' });
    await expect(failure).rejects.toThrow(/The database could not be migrated: .*SOMABRAIN_POSTGRES_DSN/);
    await expect(failure).rejects.not.toThrow(/hunter2/);
  });
});

async function remember(service: RunningService, content: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await fetch(`${service.url}/remember`, { method: 'POST', headers, body: JSON.stringify({ content }) });
}

async function recall(service: RunningService, query: string): Promise<string[]> {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${service.url}/recall`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
  });
  const { results } = (await answer.json()) as { results: { content: string }[] };
  return results.map((result) => result.content);
}

async function refusesConnections(port: number, hostname: string): Promise<boolean> {
  const socket = connect(port, hostname);
  try {
    await once(socket, 'connect');
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}
