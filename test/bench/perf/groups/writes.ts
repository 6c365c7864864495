import { batchOf, texts } from '../bench-data';
import type { Group } from '../scenario';
import { seededRandom } from '../texts';
import { UnnestFloor } from '../unnest-floor';

const TENANTS = 1_000;
const CALLERS = 32;
const BATCH = 500;
const REMEMBER = { must: '≥ 1,000/s, p95 ≤ 40 ms', aim: '≥ 2,000/s, p95 ≤ 25 ms' };

/** Writes, and the floors that rates and latencies are measured against. */
export const writes: Group = {
  name: 'writes',
  what: 'Floors and writes',
  scenarios(service, database) {
    const text = texts(1);
    const random = seededRandom(3);
    const floor = new UnnestFloor(database);
    const remember = (tenant: string) => service.post('/remember', tenant, { content: text() });
    return [
      {
        name: 'live',
        what: 'floor: GET /health/live',
        callers: CALLERS,
        operation: () => service.get('/health/live'),
      },
      {
        name: 'unnest',
        direct: true,
        what: 'floor: a bare unnest insert',
        callers: CALLERS,
        operation: () => floor.store(text()),
      },
      {
        name: 'remember',
        what: 'remember, one tenant',
        callers: CALLERS,
        operation: () => remember('bench-one'),
        ...REMEMBER,
      },
      {
        name: 'remember-tenants',
        what: `remember, ${TENANTS.toLocaleString('en')} tenants`,
        callers: CALLERS,
        operation: () => remember(`bench-${Math.floor(random() * TENANTS)}`),
        ...REMEMBER,
      },
      {
        name: 'batch',
        what: `remember/batch of ${BATCH}, memories`,
        callers: 4,
        items: BATCH,
        operation: () => service.post('/remember/batch', 'bench-batch', batchOf(text)),
        must: '≥ 10,000/s',
        aim: '≥ 15,000/s',
      },
    ];
  },
};
