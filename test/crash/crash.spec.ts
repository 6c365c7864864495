import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyChain } from '@somabrain/audit';
import { Database, EmbeddedPostgres } from '@somabrain/database';
import { parseTenantId } from '@somabrain/kernel';
import { seededRandom } from '../e2e/support/seeded-random';
import { ServiceProcess } from '../support/service-process';
import { asOwner, quietLogger } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { type Acknowledged, Writers } from './writers';

const ROUNDS = 20;
const TENANTS = ['crash-a', 'crash-b', 'crash-c', 'crash-d', 'crash-e'];
const WRITERS = 64;
/** A round ends after a random number of acknowledged memories up to this, so that a slow machine kills no sooner than a fast one. */
const MOST_OF_A_ROUND = 5 * WRITERS;
const SEED = 20_261_130;

/** What must never be found: rows of one store without their counterpart in another. */
const HALVES = {
  'a memory without its analysed form': `select 1 from memories m left join memory_vectors v on v.tenant_id = m.tenant_id and v.memory_id = m.id where v.memory_id is null`,
  'an analysed form without its memory': `select 1 from memory_vectors v left join memories m on m.tenant_id = v.tenant_id and m.id = v.memory_id where m.id is null`,
  'a memory whose creation is not among the changes': `select 1 from memories m left join memory_changes c on c.tenant_id = m.tenant_id and c.change_seq = m.arrival and c.memory_id = m.id where c.memory_id is null`,
  'a memory that is not audited exactly once': `select 1 from memories m left join audit_log a on a.tenant_id = m.tenant_id and a.stream = 'operations' and a.record -> 'resource' ->> 'id' = m.id::text group by m.tenant_id, m.id having count(a.id) <> 1`,
  'an audit record without its memory': `select 1 from audit_log a left join memories m on m.tenant_id = a.tenant_id and m.id::text = a.record -> 'resource' ->> 'id' where a.stream = 'operations' and m.id is null`,
  'a gap in the changes': `select 1 from tenant_heads h join memory_changes c using (tenant_id) group by h.tenant_id, h.change_seq having count(*) <> h.change_seq or max(c.change_seq) <> h.change_seq`,
  'a link without the memory it starts at': `select 1 from memory_links l left join memories m on m.tenant_id = l.tenant_id and m.id = l.source_id where m.id is null`,
  'a version that nobody wrote': `select 1 from memory_versions`,
};

describe('a service killed with SIGKILL again and again under load', () => {
  const acknowledged: Acknowledged[] = [];
  const random = seededRandom(SEED);
  let directory: string;
  let dataDirectory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'somabrain-crash-'));
    await chmod(directory, 0o755); // as root the server has an account of its own, which must be able to enter
    for (let round = 1; round <= ROUNDS; round += 1) acknowledged.push(...(await crash(round)));
  }, 300_000);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  /** One life of the service. In every second round the database server dies with it. */
  async function crash(round: number): Promise<Acknowledged[]> {
    const service = await ServiceProcess.start({ SOMABRAIN_DATA_DIR: directory });
    dataDirectory = /data directory: (\S+)/i.exec(service.printed)?.[1] ?? directory;
    const writers = new Writers(service.url, TENANTS, WRITERS, round);
    const enough = Math.ceil(random() * MOST_OF_A_ROUND);
    await waitFor(() => writers.count >= enough, {
      timeoutMs: 30_000,
      what: () => `${enough} acknowledged memories in round ${round}`,
    });
    const pid = parseInt(
      await readFile(join(dataDirectory, 'postgres', 'data', 'postmaster.pid'), 'utf8'),
      10,
    );
    await service.kill();
    if (round % 2 === 0) process.kill(pid, 'SIGKILL');
    return writers.finish();
  }

  it('has every acknowledged memory, recalls it, and has it audited once in a chain that verifies', async () => {
    expect(acknowledged.length).toBeGreaterThan(ROUNDS * WRITERS);
    const service = await ServiceProcess.start({ SOMABRAIN_DATA_DIR: directory });
    try {
      expect(await notRecalled(service.url, acknowledged)).toEqual([]);
    } finally {
      expect(await service.stop()).toBe(0); // also before the next test, which takes the database
    }
  }, 120_000);

  it('has nothing that is half there, and whole chains', async () => {
    const server = await EmbeddedPostgres.start({ dataDirectory: directory });
    const database = new Database({ dsn: server.connectionString, poolSize: 2 }, quietLogger());
    try {
      for (const [what, query] of Object.entries(HALVES)) {
        const rows = await asOwner(
          server.connectionString,
          async (client) => (await client.query<object>(query)).rows,
        );
        expect({ what, found: rows.length }).toEqual({ what, found: 0 });
      }
      for (const name of TENANTS) {
        const report = await verifyChain(database, parseTenantId(name, 'test'), 'operations');
        expect(report).toMatchObject({ fault: null });
        expect(report.records).toBeGreaterThan(0);
      }
    } finally {
      await database.close();
      await server.stop();
    }
  }, 60_000);
});

/** The ids of those that a recall for their word does not find first. */
async function notRecalled(url: string, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const lost: string[] = [];
  const waiting = acknowledged.values();
  const reader = async (): Promise<void> => {
    for (const memory of waiting) if ((await idOfFirst(url, memory)) !== memory.id) lost.push(memory.id);
  };
  await Promise.all(Array.from({ length: 8 }, reader));
  return lost;
}

/** What a recall of its word finds first. As clients do, it asks again where the service says that it is too busy. */
async function idOfFirst(url: string, { tenant, word }: Acknowledged): Promise<string | undefined> {
  let body = '';
  await waitFor(
    async () => {
      const answer = await fetch(`${url}/recall`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-tenant-id': tenant },
        body: JSON.stringify({ query: word, k: 1 }),
      });
      body = await answer.text();
      if (!answer.ok && !body.includes('"OVERLOADED"'))
        throw new Error(`A recall was answered ${answer.status}: ${body}`);
      return answer.ok;
    },
    { timeoutMs: 20_000, what: () => `a recall to be answered: ${body}` },
  );
  return (JSON.parse(body) as { results: { id: string }[] }).results[0]?.id;
}
