import { runMigrations } from '@somabrain/database';
import { migrations } from '../../migrations';
import { benchOptions } from './bench-options';
import { questions } from './perf/bench-data';
import { BenchService } from './perf/bench-service';
import { renderGroup, writeInto } from './perf/report';
import type { Finding } from './perf/scenario';
import { withPostgres } from './perf/with-postgres';
import { EXPIRED_MS, MixedLoad, TENANTS, tenantName } from './soak/mixed-load';
import { type Sample, slopeOf } from './soak/trend';

const USAGE = `npm run bench:soak -- [--minutes 20] [--into FILE]

Mixed load of ${TENANTS} tenants: recall, updates, memories that expire, batches, forgets, with room in memory for a part of their indexes.
Prints what became of the resident memory, and whether the indexes at the end answer as those a restart builds from the database.`;

/** A quarter of the time: caches fill, and the heap finds its size. */
const WARM_UP = 0.25;
const SAMPLE_MS = 2_000;
const MEBIBYTE = 1024 ** 2;
/** MiB, of about 40 that all indexes would take. */
const INDEX_MEMORY_MB = '24';
const QUESTIONS = 20;

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    minutes: { type: 'string', default: '20' },
    into: { type: 'string' },
  });
  const minutes = Number(values.minutes);
  await withPostgres(async (dsn) => {
    await runMigrations(dsn, migrations);
    const findings = await soak(dsn, minutes);
    const what = `${minutes} minutes of mixed load over ${TENANTS} tenants, index memory ${INDEX_MEMORY_MB} MiB`;
    const text = renderGroup({ name: 'soak', what, rows: [], findings });
    console.log(text);
    if (values.into !== undefined) writeInto(values.into, 'soak', text);
  });
}

async function soak(dsn: string, minutes: number): Promise<readonly Finding[]> {
  const service = await BenchService.start(dsn, { settings: { SOMABRAIN_INDEX_MEMORY_MB: INDEX_MEMORY_MB } });
  const load = new MixedLoad(service);
  await load.fill();
  const samples = await sampled(service, load, minutes);
  const [evictions, loads] = [await counted(service, 'evictions'), await counted(service, 'loads')];
  await new Promise((resolve) => setTimeout(resolve, EXPIRED_MS));
  const kept = await answers(service);
  await service.restart();
  const rebuilt = await answers(service);
  await service.stop();
  const { done, refused } = load.tally;
  for (const each of refused.slice(0, 10)) console.error(each);
  const steady = samples.filter(({ minutes: at }) => at >= WARM_UP * minutes);
  const values = steady.map(({ value }) => value);
  const equal = kept.filter((answer, index) => answer === rebuilt[index]).length;
  return [
    {
      what: 'operations',
      value: Object.entries(done)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    },
    { what: 'failed requests', value: `${refused.length}`, must: '0' },
    { what: 'indexes evicted, indexes loaded', value: `${evictions}, ${loads}` },
    {
      what: 'resident memory after warm-up, lowest and highest',
      value: `${Math.min(...values).toFixed(0)}, ${Math.max(...values).toFixed(0)} MiB`,
    },
    {
      what: 'growth of resident memory after warm-up',
      value: `${slopeOf(steady).toFixed(2)} MiB a minute`,
      must: '≤ 1 MB a minute',
    },
    {
      what: 'queries with the same answers and scores from updated and from rebuilt indexes',
      value: `${equal} of ${kept.length}`,
      must: 'all',
    },
  ];
}

/** Resident MiB of the service, while the load lasts. */
async function sampled(service: BenchService, load: MixedLoad, minutes: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const began = performance.now();
  const now = (): number => (performance.now() - began) / 60_000;
  const timer = setInterval(
    () => samples.push({ minutes: now(), value: service.residentBytes / MEBIBYTE }),
    SAMPLE_MS,
  );
  setTimeout(() => load.stop(), minutes * 60_000);
  await load.run();
  clearInterval(timer);
  return samples;
}

/** What recall answers each tenant, ids and scores. */
async function answers(service: BenchService): Promise<readonly string[]> {
  const question = questions(24);
  const found: string[] = [];
  for (let tenant = 0; tenant < TENANTS; tenant += 1)
    for (let count = 0; count < QUESTIONS; count += 1) {
      const { status, text } = await service.exchange('/recall', tenantName(tenant), {
        query: question(),
        k: 50,
      });
      if (status !== 200) throw new Error(`recall answered ${status}: ${text.slice(0, 200)}`);
      const { results } = JSON.parse(text) as { results: { id: string; score: number }[] };
      found.push(JSON.stringify(results.map(({ id, score }) => [id, score])));
    }
  return found;
}

function counted(service: BenchService, what: 'evictions' | 'loads'): Promise<number> {
  return service.metric(`somabrain_index_${what}_total`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
