import { fill, questions } from '../bench-data';
import type { Group } from '../scenario';

const MEMORIES = 1_000_000;
const TENANT = 'bench-million';

/** One namespace of a million memories. */
export const million: Group = {
  name: 'million',
  what: '1,000,000 memories of 40 words in one namespace',
  settings: { SOMABRAIN_INDEX_MEMORY_MB: '4096' },
  fill: (service) => fill(service, [TENANT], MEMORIES, 6),
  scenarios(service) {
    const question = questions(7);
    return [
      {
        name: 'recall-million',
        what: 'recall',
        callers: 4,
        operation: () => service.post('/recall', TENANT, { query: question() }),
        must: 'works',
        aim: 'p95 ≤ 100 ms',
      },
      {
        name: 'live-million',
        what: 'GET /health/live meanwhile',
        callers: 1,
        operation: () => service.get('/health/live'),
        background: {
          callers: 4,
          operation: () => service.post('/recall', TENANT, { query: question() }),
        },
      },
    ];
  },
  async findings(_results, service) {
    const bytes = await service.metric('somabrain_index_memory_bytes');
    return [{ what: 'index memory of a memory', value: `${(bytes / MEMORIES / 1024).toFixed(2)} KB` }];
  },
};
