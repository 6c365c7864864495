import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningApi } from '../e2e/support/running-api';
import { PROJECT, runProgram } from '../support/run-program';
import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';

const THINGS = ['bicycle', 'garden', 'violin', 'kitchen', 'telescope'];
const MEMORIES = 40;
/** Other weights than usual: the answers are in another order. */
const RANKING = { SOMABRAIN_RANKING_IMPORTANCE_WEIGHT: '1' };

let source: TestDatabase;
let service: ServiceProcess;
let api: RunningApi;
let backups: string;

beforeAll(async () => {
  source = await TestDatabase.create();
  backups = await mkdtemp(join(tmpdir(), 'somabrain-drill-'));
  service = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: source.dsn, ...RANKING });
  api = new RunningApi(service.url, [], () => Promise.resolve());
  const contents = Array.from(
    { length: MEMORIES },
    (_, index) => `The ${THINGS[index % THINGS.length]} was repaired in week ${index}`,
  );
  const memories = contents.map((content, index) => ({
    content,
    importance: ((index * 11) % MEMORIES) / MEMORIES,
    tags: index % 4 === 0 ? ['forgotten'] : [],
  }));
  const stored = await api.post('/remember/batch', { memories });
  const { results } = stored.json<{ results: { id: string }[] }>();
  // A recall of the present goes by ratings, and one of the past does not.
  for (const [index, query] of contents.entries()) {
    const { id } = results[(index * 7 + 13) % MEMORIES]!;
    const rated = await api.post('/context/feedback', { query, memory_ids: [id] });
    expect(rated.status).toBe(200);
  }
}, 120_000);
afterAll(async () => {
  await service.stop();
  await source.drop();
  await rm(backups, { recursive: true });
});

async function script(name: string): Promise<string> {
  const env = { SOMABRAIN_POSTGRES_DSN: source.dsn, BACKUP_DIR: backups, DRILL_URL: service.url, ...RANKING };
  const { code, out, err } = await runProgram(join(PROJECT, 'scripts', name), [], { env });
  if (code !== 0) throw new Error(err);
  return out;
}

describe('a drill', () => {
  it('finds every recall the same when nothing was changed since, with memories that are rated and weights of your own', async () => {
    await script('backup-somabrain.sh');
    const out = await script('test-restore.sh');
    expect(out).toMatch(/^recalls: 20 asked, 20 find the memory by its own words$/m);
    expect(out).toMatch(/^recalls as the service in use answers for \S+: 20 of 20 are the same$/m);
  }, 180_000);

  it('says of those that differ that their tenant changed something since', async () => {
    const forgotten = await api.post('/forget', { filters: { tags: ['forgotten'] } });
    expect(forgotten.status).toBe(200);
    const out = await script('test-restore.sh');
    expect(out).toMatch(
      /: \d+ of 20 are the same; \d+ of tenants that wrote, changed or forgot something since$/m,
    );
  }, 180_000);
});
