import { PERMISSIONS } from '@somabrain/auth';
import { filterOf } from '@somabrain/kernel';
import type { PolicyEngine, PolicyQuestion } from '@somabrain/policy';
import { type Combination, combinationTable, decisionTable, isPermissive } from '../support/decision-table';

/** Combinations that are asked about at once. */
const AT_ONCE = 64;

/** What every adapter of `PolicyEngine` decides. @param engine gives the one under test, with the policy of that folder */
export function describePolicyEngine(
  adapter: string,
  folder: 'policies' | 'policies-prod',
  engine: () => PolicyEngine,
): void {
  describe(`${adapter}: the policy of deploy/opa/${folder}`, () => {
    it.each(decisionTable(folder).map((each) => [each.name, each] as const))(
      '%s',
      async (_, { question, decision }) => {
        const { id, allow, reasons, visibility } = await engine().decide(question);
        expect(id).toMatch(/^[0-9a-f-]{36}$/);
        const filters = visibility && { filters: filterOf(visibility) };
        expect({ allow, reasons, ...filters }).toEqual(decision);
      },
    );

    it('lifts no restriction by another role or scope, in any combination', async () => {
      const everything = isPermissive(folder);
      const wrong: string[] = [];
      const check = async (combination: Combination): Promise<void> => {
        for (const action of PERMISSIONS) {
          const { allow, visibility } = await engine().decide(questionFor(combination, action));
          const wanted = everything || combination.allowed.includes(action);
          const seen = allow && combination.own ? { userId: ['ana'] } : undefined;
          if (allow !== wanted || JSON.stringify(visibility) !== JSON.stringify(seen))
            wrong.push(`${combination.names.join(' ')}: ${action}`);
        }
      };
      const table = combinationTable();
      for (let start = 0; start < table.length; start += AT_ONCE)
        await Promise.all(table.slice(start, start + AT_ONCE).map(check));
      expect(wrong).toEqual([]);
    }, 120_000);

    it('names each decision anew', async () => {
      const [first] = decisionTable(folder);
      if (!first) throw new Error('The table is empty');
      const [one, other] = [await engine().decide(first.question), await engine().decide(first.question)];
      expect(one.id).not.toBe(other.id);
    });
  });
}

function questionFor({ names }: Combination, action: string): PolicyQuestion {
  return {
    subject: { id: 'ana', roles: names, permissions: [] },
    tenant: 'acme',
    action,
    resource: { type: action.slice(0, action.indexOf(':')), id: null },
    request: { method: 'POST', path: '/recall' },
  };
}
