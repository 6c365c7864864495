import { filterOf } from '@somabrain/kernel';
import type { PolicyEngine } from '@somabrain/policy';
import { decisionTable } from '../support/decision-table';

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

    it('names each decision anew', async () => {
      const [first] = decisionTable(folder);
      if (!first) throw new Error('The table is empty');
      const [one, other] = [await engine().decide(first.question), await engine().decide(first.question)];
      expect(one.id).not.toBe(other.id);
    });
  });
}
