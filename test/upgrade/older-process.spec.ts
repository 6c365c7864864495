import { runMigrations } from '@somabrain/database';
import { migrations } from '../../migrations';
import { somabrain } from '../cli/cli-process';
import { RunningApi } from '../e2e/support/running-api';
import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { type Acknowledged, MixedLoad } from './mixed-load';
import { OlderRelease } from './older-release';

const FILLED = 2_000;

function apiOf({ url }: ServiceProcess): RunningApi {
  return new RunningApi(url, [], () => Promise.resolve());
}

describe('migrations of a filled database while an older process serves', () => {
  let database: TestDatabase;
  let older: OlderRelease;
  let newer: ServiceProcess;
  let load: MixedLoad;
  /** Of what the older process wrote on the new schema. */
  let writtenAfter: Acknowledged;
  const services: RunningApi[] = [];

  beforeAll(async () => {
    database = await TestDatabase.create({ migrated: false });
    older = await OlderRelease.start(database.dsn);
    services.push(apiOf(older.service));
    for (let from = 0; from < FILLED; from += 500) {
      const memories = Array.from({ length: 500 }, (_, index) => ({
        content: `Stored before the upgrade, number ${from + index}`,
        key: `filled.${from + index}`,
        session_id: `s${index % 50}`,
      }));
      const answer = await services[0]!.post('/remember/batch', { memories }, { 'X-Tenant-ID': `t${from}` });
      expect(answer.json()).toMatchObject({ stored: 500 });
    }
  }, 120_000);
  afterAll(async () => {
    await older.stop();
    await newer.stop();
    await database.drop();
  });

  it('cost no request and no memory, before, during and after, with both releases side by side', async () => {
    load = new MixedLoad(services, 6);
    const more = async (requests: number) => {
      const wanted = load.requests + requests;
      await waitFor(() => load.requests >= wanted, { timeoutMs: 60_000, what: () => `${wanted} requests` });
    };
    await more(300);
    const before = load.requests;
    const { applied } = await runMigrations(database.dsn, migrations);
    const during = load.requests - before;
    expect(applied.length).toBeGreaterThan(8);
    await more(300);
    writtenAfter = [...load.acknowledged.values()].at(-1)!;
    newer = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: database.dsn });
    services.push(apiOf(newer));
    await more(600);
    services.shift();
    await more(300);
    await load.stop();
    console.log(
      `${load.requests} requests, ${during} of them during ${applied.length} migrations, ${load.errors.length} errors`,
    );
    expect([...new Set(load.errors)]).toEqual([]);
  }, 240_000);

  it('every memory is there with its newest text, in the present release', async () => {
    for (const { tenant, id, content } of load.acknowledged.values()) {
      const answer = await services[0]!.get(`/memories/${id}`, { 'X-Tenant-ID': tenant });
      expect([answer.status, answer.json().content]).toEqual([200, content]);
    }
    const [stored] = await database.asOwner<{ count: string }>('select count(*) from memories');
    expect(Number(stored?.count)).toBe(FILLED + load.acknowledged.size);
  }, 60_000);

  it('what the older process wrote after the migration has what it did not know of', async () => {
    const { id, tenant } = writtenAfter;
    // Only the original's form has the coordinate.
    const headers = { 'X-Tenant-ID': tenant, 'X-SomaBrain-Compatibility': 'original' };
    const { coordinate } = (await services[0]!.get(`/memories/${id}`, headers)).json<{
      coordinate: string;
    }>();
    expect((await services[0]!.post('/delete', { coordinate }, headers)).status).toBe(200);
    expect((await services[0]!.get(`/memories/${id}`, headers)).status).toBe(404);
  });

  it('the audit chains are whole', async () => {
    const { code, out } = await somabrain(['audit', 'verify', '--all'], {
      SOMABRAIN_POSTGRES_DSN: database.dsn,
    });
    expect(out).toContain('are as they were sealed');
    expect(code).toBe(0);
  });
});
