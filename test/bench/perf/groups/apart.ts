import { ServiceProcess } from '../../../support/service-process';
import { BenchService } from '../bench-service';
import { fill, questions } from '../bench-data';
import { type LoadFigures, median, underLoad } from '../load';
import type { Group } from '../scenario';

const TENANT = 'bench-apart';
const MEMORIES = 1_000;
const ROUNDS = 5;
const ROUND_MS = 3_000;
const TOKEN = 'token-of-a-benchmark-on-the-loopback';

/** The memory in a service of its own against the memory in the process of the API, one caller. */
export const apart: Group = {
  name: 'apart',
  alone: true,
  what: `Recall of ${MEMORIES.toLocaleString('en')} memories through the memory service, one caller`,
  fill: (service) => fill(service, [TENANT], MEMORIES, 20),
  scenarios: () => [],
  async findings(_results, service, dsn) {
    const memory = await ServiceProcess.start(
      { SOMABRAIN_POSTGRES_DSN: dsn, SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN },
      'memory',
    );
    const through = await BenchService.start(dsn, {
      settings: { SOMABRAIN_MEMORY_HTTP_ENDPOINT: memory.url, SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN },
    });
    const question = questions(21);
    const recalls = (target: BenchService): Promise<LoadFigures> => {
      const operation = () => target.post('/recall', TENANT, { query: question() });
      return underLoad({ callers: 1, operation }, ROUND_MS, { service: target.cpu });
    };
    const inProcess: number[] = [];
    const separate: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [own, other] = [await recalls(service), await recalls(through)];
      if (round === 0) continue; // warm-up
      inProcess.push(own.p50);
      separate.push(other.p50);
    }
    await through.stop();
    await memory.stop();
    return [
      { what: 'p50 in process', value: `${median(inProcess).toFixed(2)} ms` },
      { what: 'p50 through the memory service', value: `${median(separate).toFixed(2)} ms` },
      {
        what: 'difference',
        value: `${(median(separate) - median(inProcess)).toFixed(2)} ms`,
        must: '≤ 2 ms',
        aim: '≤ 1 ms',
      },
    ];
  },
};
