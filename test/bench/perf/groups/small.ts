import { fill, questions } from '../bench-data';
import type { Group } from '../scenario';

const CALLERS = 8;
const SIZES = [100, 1_000];

/** Namespaces as most tenants have them, where a recall costs more than its ranking. */
export const small: Group = {
  name: 'small',
  what: 'Namespaces of 100 and of 1,000 memories of 40 words',
  async fill(service) {
    for (const size of SIZES) await fill(service, [tenantOf(size)], size, 4);
  },
  scenarios(service) {
    const question = questions(2);
    return [
      {
        name: 'live',
        what: 'floor: GET /health/live',
        callers: CALLERS,
        operation: () => service.get('/health/live'),
      },
      ...SIZES.map((size) => ({
        name: `recall-${size}`,
        what: `recall of ${size.toLocaleString('en')} memories`,
        callers: CALLERS,
        operation: () => service.post('/recall', tenantOf(size), { query: question() }),
      })),
    ];
  },
};

function tenantOf(size: number): string {
  return `bench-small-${size}`;
}
