import { fill, questions } from '../bench-data';
import type { Group } from '../scenario';
import { seededRandom } from '../texts';

const USERS = 1_000;
const CALLERS = 8;
const SIZES = [10, 100];

/** Many users of few memories, as most services have them: nothing is asked twice in a row. */
export const users: Group = {
  name: 'users',
  what: `${USERS.toLocaleString('en')} users of 10 and of 100 memories of 40 words`,
  settings: { SOMABRAIN_INDEX_MEMORY_MB: '2048' },
  async fill(target) {
    for (const size of SIZES) {
      const all = Array.from({ length: USERS }, (_, user) => nameOf(size, user));
      await fill(target, all, size, 14);
      for (const user of all) await target.post('/recall', user, { query: 'the first question' });
    }
  },
  scenarios(target) {
    const question = questions(15);
    const random = seededRandom(16);
    return SIZES.map((size) => ({
      name: `users-${size}`,
      what: `recall, one of ${USERS.toLocaleString('en')} users of ${size}`,
      callers: CALLERS,
      operation: () =>
        target.post('/recall', nameOf(size, Math.floor(random() * USERS)), { query: question() }),
    }));
  },
};

function nameOf(size: number, user: number): string {
  return `bench-of-${size}-${user}`;
}
