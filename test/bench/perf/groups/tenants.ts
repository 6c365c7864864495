import { fill, questions, zipf } from '../bench-data';
import { type Group, type Target, timesP95 } from '../scenario';
import { seededRandom } from '../texts';

const CALLERS = 8;
const TENANTS = 1_000;
const MEMORIES = 1_000;
const ONE = 'bench-single';

/** A thousand tenants whose indexes all fit, against one of the same size. */
export const tenants: Group = {
  name: 'tenants',
  what: `${TENANTS.toLocaleString('en')} tenants of ${MEMORIES.toLocaleString('en')} memories, all within the budget`,
  settings: { SOMABRAIN_INDEX_MEMORY_MB: '4096' },
  async fill(service) {
    const all = [ONE, ...Array.from({ length: TENANTS }, (_, tenant) => nameOf('many', tenant))];
    await fill(service, all, MEMORIES, 8);
    await recallEach(service, all);
  },
  scenarios(service) {
    const random = seededRandom(9);
    return [
      { name: 'one', what: 'recall, one tenant', callers: CALLERS, operation: () => ask(service, ONE) },
      {
        name: 'many',
        what: 'recall, a random tenant',
        callers: CALLERS,
        operation: () => ask(service, nameOf('many', Math.floor(random() * TENANTS))),
      },
    ];
  },
  async findings(results, service) {
    const bytes = await service.metric('somabrain_index_memory_bytes');
    return [
      { what: 'p95 against one tenant', value: timesP95(results, 'many', 'one'), must: '≤ 1.5 ×' },
      { what: 'index memory of a tenant', value: `${(bytes / TENANTS / 1024).toFixed(0)} KB` },
    ];
  },
};

const ZIPF_TENANTS = 10_000;
const ZIPF_MEMORIES = 100;
/** Of about 130 KB each a thousand fit. */
const ZIPF_BUDGET_MB = '128';

/** Ten thousand tenants of which a tenth fits. */
export const zipfTenants: Group = {
  name: 'zipf',
  what: `${ZIPF_TENANTS.toLocaleString('en')} tenants of ${ZIPF_MEMORIES} memories, Zipf 1.1, budget for about a tenth of them`,
  settings: { SOMABRAIN_INDEX_MEMORY_MB: ZIPF_BUDGET_MB },
  async fill(service) {
    const all = Array.from({ length: ZIPF_TENANTS }, (_, tenant) => nameOf('zipf', tenant));
    await fill(service, all, ZIPF_MEMORIES, 10);
  },
  scenarios(service) {
    const pick = zipf(ZIPF_TENANTS, 1.1, seededRandom(11));
    return [
      {
        name: 'zipf-one',
        what: 'recall, one tenant',
        callers: CALLERS,
        operation: () => ask(service, nameOf('zipf', 0)),
      },
      {
        name: 'zipf-many',
        what: 'recall, tenants by Zipf 1.1',
        callers: CALLERS,
        operation: () => ask(service, nameOf('zipf', pick())),
      },
    ];
  },
  async findings(results, service) {
    const pick = zipf(ZIPF_TENANTS, 1.1, seededRandom(12));
    const recalls = 4_000;
    const before = await service.metric('somabrain_index_loads_total');
    const asked = Array.from({ length: recalls }, () => nameOf('zipf', pick())).values();
    await Promise.all(
      Array.from({ length: CALLERS }, async () => {
        for (const tenant of asked) await ask(service, tenant);
      }),
    );
    const loads = (await service.metric('somabrain_index_loads_total')) - before;
    const bytes = await service.metric('somabrain_index_memory_bytes');
    return [
      {
        what: 'p95 against one tenant',
        value: timesP95(results, 'zipf-many', 'zipf-one'),
        must: '≤ 5 ×',
        aim: '≤ 3 ×',
      },
      { what: 'hit rate', value: `${(100 * (1 - loads / recalls)).toFixed(1)} %` },
      { what: 'index memory', value: `${(bytes / 1024 ** 2).toFixed(0)} MiB of ${ZIPF_BUDGET_MB}` },
    ];
  },
};

const question = questions(13);

function ask(service: Target, tenant: string): Promise<void> {
  return service.post('/recall', tenant, { query: question() });
}

async function recallEach(service: Target, names: readonly string[]): Promise<void> {
  const left = names.values();
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (const tenant of left) await ask(service, tenant);
    }),
  );
}

function nameOf(group: string, tenant: number): string {
  return `bench-${group}-${tenant}`;
}
