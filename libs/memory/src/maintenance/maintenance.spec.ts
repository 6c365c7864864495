import { createLogger, parseTenantId, Problem, type TenantId } from '@somabrain/kernel';
import { type Chore, Maintenance } from './maintenance';

const tenants = ['ana', 'bob', 'cleo'].map((id) => parseTenantId(id, 'test'));

interface Line {
  readonly level: string;
  readonly chore: string;
  readonly tenant?: string;
}

/** Runs one round of two chores. @param fail throws for tenants that a chore fails for */
async function round(
  fail: (tenant: TenantId) => void,
  answers: () => boolean = () => true,
): Promise<{ served: string[]; lines: Line[] }> {
  const served: string[] = [];
  const lines: Line[] = [];
  const chore = (name: string): Chore => ({
    name,
    due: () => Promise.resolve(tenants),
    runFor: (tenant) => {
      served.push(`${name} ${tenant}`);
      fail(tenant);
      return Promise.resolve(0);
    },
  });
  const database = {
    asMaintenance: () => (answers() ? Promise.resolve([]) : Promise.reject(new Error('ECONNREFUSED'))),
  };
  const logger = createLogger('INFO', { write: (line) => lines.push(JSON.parse(line) as Line) });
  await new Maintenance(database, [chore('purge'), chore('prune')], logger).runAll();
  return { served, lines };
}

const EVERYBODY = ['purge', 'prune'].flatMap((name) => tenants.map((tenant) => `${name} ${tenant}`));

describe('Maintenance', () => {
  it.each([
    ['a defect', new TypeError('this tenant is broken')],
    ['a statement that takes too long', new Problem('DATABASE_UNAVAILABLE', 'The database took too long')],
  ])(
    'has its turn for every tenant where one fails by %s, and logs that tenant once a chore',
    async (_, error) => {
      const { served, lines } = await round((tenant) => {
        if (tenant === tenants[0]) throw error;
      });
      expect(served).toEqual(EVERYBODY);
      expect(lines).toMatchObject([
        { level: 'ERROR', chore: 'purge', tenant: 'ana' },
        { level: 'ERROR', chore: 'prune', tenant: 'ana' },
      ]);
    },
  );

  it('ends at once when the database is away, with one line', async () => {
    const { served, lines } = await round(
      () => {
        throw new Problem('DATABASE_UNAVAILABLE', 'The database does not answer');
      },
      () => false,
    );
    expect(served).toEqual(['purge ana']);
    expect(lines).toMatchObject([{ level: 'WARN', chore: 'purge' }]);
  });
});
