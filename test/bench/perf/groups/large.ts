import { Client } from 'pg';
import { fill, questions, texts } from '../bench-data';
import { type Group, timesP95 } from '../scenario';

const MEMORIES = 100_000;
const TENANT = 'bench-large';
const HALF = 4;

/** One namespace of 100,000 memories. */
export const large: Group = {
  name: 'large',
  what: `${MEMORIES.toLocaleString('en')} memories of 40 words in one namespace`,
  fill: (service) => fill(service, [TENANT], MEMORIES, 4),
  scenarios(service) {
    const question = questions(2);
    const text = texts(5);
    const recall = () => service.post('/recall', TENANT, { query: question() });
    const remember = () => service.post('/remember', TENANT, { content: text() });
    const recalls = { callers: HALF, operation: recall };
    const writes = { callers: HALF, operation: remember };
    return [
      {
        name: 'live',
        what: 'floor: GET /health/live',
        callers: 8,
        operation: () => service.get('/health/live'),
      },
      {
        name: 'recall',
        what: 'recall',
        callers: 2 * HALF,
        operation: recall,
        must: 'p95 ≤ 50 ms, ≥ 250/s',
        aim: 'p95 ≤ 20 ms, ≥ 500/s',
      },
      { name: 'recall-alone', what: 'recall', ...recalls },
      { name: 'remember-alone', what: 'remember', ...writes },
      { name: 'recall-mixed', what: 'recall while as many remember', ...recalls, background: writes },
      { name: 'remember-mixed', what: 'remember while as many recall', ...writes, background: recalls },
    ];
  },
  async findings(results, service, dsn) {
    const memories = await countOf(dsn);
    await service.restart();
    const began = performance.now();
    await service.post('/recall', TENANT, { query: 'the first question' });
    const loaded = (performance.now() - began) / 1000;
    const bytes = await service.metric('somabrain_index_memory_bytes');
    return [
      {
        what: 'recall while writing: p95 against alone',
        value: timesP95(results, 'recall-mixed', 'recall-alone'),
        must: '≤ 2.5 ×',
      },
      {
        what: 'remember while recalling: p95 against alone',
        value: timesP95(results, 'remember-mixed', 'remember-alone'),
        must: '≤ 2.5 ×',
      },
      {
        what: 'second start to ready',
        value: `${(service.readyAfter / 1000).toFixed(1)} s`,
        must: '≤ 4 s',
        aim: '≤ 2 s',
      },
      {
        what: `cold load of all ${memories.toLocaleString('en')}`,
        value: `${loaded.toFixed(1)} s`,
        must: '100,000 ≤ 2 s',
        aim: '≤ 1 s',
      },
      {
        what: 'index memory of a memory',
        value: `${(bytes / memories / 1024).toFixed(2)} KB`,
        must: '≤ 1.5 KB',
        aim: '≤ 1 KB',
      },
      {
        what: 'resident memory of the service after that',
        value: `${(service.residentBytes / 1024 ** 2).toFixed(0)} MiB`,
      },
    ];
  },
};

/** How many memories there are: the scenarios have added to them. */
async function countOf(dsn: string): Promise<number> {
  const client = new Client({ connectionString: dsn });
  await client.connect();
  const { rows } = await client.query<{ count: number }>('select count(*)::integer as count from memories');
  await client.end();
  return rows[0]?.count ?? 0;
}
