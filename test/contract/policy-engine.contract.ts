import { PERMISSIONS } from '@somabrain/auth';
import { filterOf } from '@somabrain/kernel';
import type { PolicyEngine, PolicyQuestion } from '@somabrain/policy';
import { type Combination, combinationTable, decisionTable, isPermissive } from '../support/decision-table';

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
      for (const combination of combinationTable()) {
        const decisions = await Promise.all(
          PERMISSIONS.map(async (action) => engine().decide(questionFor(combination, action))),
        );
        decisions.forEach(({ allow, visibility }, index) => {
          const action = PERMISSIONS[index] ?? '';
          const wanted = everything || combination.allowed.includes(action);
          const seen = allow && combination.own ? { userId: ['ana'] } : undefined;
          if (allow !== wanted || JSON.stringify(visibility) !== JSON.stringify(seen))
            wrong.push(`${combination.names.join(' ')}: ${action}`);
        });
      }
      expect(wrong).toEqual([]);
    });

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
