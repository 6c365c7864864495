import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningApi } from '../e2e/support/running-api';
import { PROJECT, runProgram } from '../support/run-program';
import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';

const THINGS = ['bicycle', 'garden', 'violin', 'kitchen', 'telescope'];
const MEMORIES = 40;

let source: TestDatabase;
let service: ServiceProcess;
let api: RunningApi;
let backups: string;

beforeAll(async () => {
  source = await TestDatabase.create();
  backups = await mkdtemp(join(tmpdir(), 'somabrain-drill-'));
  service = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: source.dsn });
  api = new RunningApi(service.url, [], () => Promise.resolve());
  const memories = Array.from({ length: MEMORIES }, (_, index) => ({
    content: `The ${THINGS[index % THINGS.length]} was repaired in week ${index}`,
    key: `week.${index}`,
    tags: index % 4 === 0 ? ['forgotten'] : [],
  }));
  await api.post('/remember/batch', { memories });
  // A recall of the present follows them, and one of the past does not.
  for (let index = 0; index < MEMORIES; index += 1) {
    const ends = { from_key: `week.${index}`, to_key: `week.${(index * 7 + 13) % MEMORIES}` };
    const linked = await api.post('/link', { ...ends, type: 'related', weight: 1 });
    expect(linked.status).toBeLessThan(300);
  }
}, 120_000);
afterAll(async () => {
  await service.stop();
  await source.drop();
  await rm(backups, { recursive: true });
});

async function script(name: string): Promise<string> {
  const env = { SOMABRAIN_POSTGRES_DSN: source.dsn, BACKUP_DIR: backups, DRILL_URL: service.url };
  const { code, out, err } = await runProgram(join(PROJECT, 'scripts', name), [], { env });
  if (code !== 0) throw new Error(err);
  return out;
}

describe('a drill', () => {
  it('finds every recall the same when nothing was changed since, with memories that are linked', async () => {
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
