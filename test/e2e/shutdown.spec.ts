import { Pool } from 'undici';
import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const WRITERS = 16;

interface Written {
  readonly id: string;
  readonly status: number;
  /** Whether the answer asks for another connection. */
  readonly closes: boolean;
  /** Whether it was sent after the process had said that it stops. */
  readonly late: boolean;
}

describe('a service that is stopped under load', () => {
  let database: TestDatabase;
  let service: ServiceProcess;
  let pool: Pool;
  const written: Written[] = [];
  let stopping = false;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await ServiceProcess.start({
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      SOMABRAIN_SHUTDOWN_DELAY_SECONDS: '2',
    });
    pool = new Pool(service.url, { connections: WRITERS });
  });
  afterAll(async () => {
    await pool.destroy();
    await service.stop();
    await database.drop();
  });

  const write = async (writer: number): Promise<void> => {
    for (let number = 0; ; number += 1) {
      const late = stopping;
      try {
        const { statusCode, headers, body } = await pool.request({
          method: 'POST',
          path: '/remember',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ content: `Note ${number} of writer ${writer}` }),
        });
        const { id } = (await body.json()) as { id: string };
        written.push({ id, status: statusCode, closes: headers.connection === 'close', late });
      } catch {
        return; // it takes nothing new any more
      }
    }
  };

  it('says so first and still answers, then takes nothing new, and loses nothing it answered for', async () => {
    const writers = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    await waitFor(() => written.length > 200, { timeoutMs: 20_000, what: () => 'writes' });
    const stopped = service.stop();
    await waitFor(
      async () => {
        const answer = await fetch(`${service.url}/health/ready`);
        return answer.status === 503 && (await answer.text()) === '{"status":"stopping"}';
      },
      { timeoutMs: 2_000, what: () => 'it to say that it stops' },
    );
    stopping = true;
    expect(await stopped).toBe(0);
    await writers;

    const late = written.filter((each) => each.late);
    expect(late.length).toBeGreaterThan(WRITERS);
    expect(late.filter((each) => !each.closes)).toEqual([]);
    expect(written.filter(({ status }) => status !== 201)).toEqual([]);
    const rows = await database.asOwner<{ id: string }>('select id::text as id from memories');
    const stored = new Set(rows.map(({ id }) => id));
    expect(written.filter(({ id }) => !stored.has(id))).toEqual([]);
    expect(service.printed).not.toMatch(/"level":"(ERROR|FATAL)"/);
  });

  it('has published every audit record, that of its end too', async () => {
    const records = await database.asOwner(
      `select from audit_log where tenant_id = '_system' and record ->> 'action' = 'service.stopped'`,
    );
    expect(records).toHaveLength(1);
    expect(await database.asOwner('select from audit_outbox')).toEqual([]);
  });
});
