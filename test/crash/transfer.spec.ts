import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const BATCHES = 6;
const BATCH = 1_000;
const MEMORIES = BATCHES * (BATCH - 1) + 1;
const VERSIONS = BATCHES - 1;
const JSON_BODY = { 'Content-Type': 'application/json' };

describe('an import whose service is killed half-way', () => {
  let origin: TestDatabase;
  let target: TestDatabase;
  const services: ServiceProcess[] = [];

  const start = async (database: TestDatabase) => {
    const service = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: database.dsn });
    services.push(service);
    return service;
  };

  beforeAll(async () => {
    origin = await TestDatabase.create();
    target = await TestDatabase.create();
  });

  afterAll(async () => {
    for (const service of services) await service.stop();
    await origin.drop();
    await target.drop();
  });

  it('is completed by sending the file again, and nothing is there twice', async () => {
    const file = await exportOf(await filled(await start(origin)));
    const killed = await start(target);
    const sending = importInto(killed, file).then(
      () => 'answered',
      () => 'broken off',
    );
    await waitFor(async () => (await progress(target)) > MEMORIES / 4, {
      timeoutMs: 20_000,
      what: () => 'the import to be under way',
    });
    await killed.kill();
    expect(await sending).toBe('broken off');
    expect(await progress(target)).toBeLessThan(MEMORIES);

    const receipt = await importInto(await start(target), file);
    // What was stored without its progress is found unchanged.
    expect(receipt).toMatchObject({ ok: true, failed: 0, lines: MEMORIES + VERSIONS + 2 });
    expect(receipt.imported + receipt.unchanged).toBe(MEMORIES);
    expect(receipt.resumed_from_line).toBeGreaterThan(MEMORIES / 4);
    const again = await exportOf(services.at(-1)!);
    expect(bodyOf(again)).toBe(bodyOf(file));
    const rows = await target.asOwner<{ records: number; ids: number }>(
      `select count(*)::integer as records, count(distinct record -> 'resource' ->> 'id')::integer as ids
        from audit_log where record ->> 'action' = 'memory.imported'`,
    );
    expect(rows).toEqual([{ records: MEMORIES, ids: MEMORIES }]);
    expect(await progress(target)).toBe(0);
  }, 120_000);
});

/** Six batches; each writes one memory anew, which gets five earlier versions. */
async function filled(service: ServiceProcess): Promise<ServiceProcess> {
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const notes = Array.from({ length: BATCH - 1 }, (_, index) => ({
      content: `Note ${index} of batch ${batch} about bread and tea`,
    }));
    const memories = [...notes, { key: 'again', content: `The last batch is ${batch}` }];
    const body = JSON.stringify({ memories });
    await fetch(`${service.url}/remember/batch`, { method: 'POST', headers: JSON_BODY, body });
  }
  return service;
}

async function exportOf(service: ServiceProcess): Promise<string> {
  return (await fetch(`${service.url}/export`)).text();
}

async function importInto(service: ServiceProcess, file: string) {
  const headers = { 'Content-Type': 'application/x-ndjson' };
  const response = await fetch(`${service.url}/import`, { method: 'POST', headers, body: file });
  return (await response.json()) as Record<'imported' | 'unchanged' | 'resumed_from_line', number>;
}

/** Lines of the file that are stored. */
async function progress(database: TestDatabase): Promise<number> {
  const [row] = await database.asOwner<{ lines: string }>('select lines from import_progress');
  return Number(row?.lines ?? 0);
}

function bodyOf(file: string): string {
  return file.slice(file.indexOf('\n') + 1);
}
