import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyQuestion } from '@somabrain/policy';

/** A case of the table that every engine and `opa test` agree on. */
export interface DecisionCase {
  readonly name: string;
  readonly question: PolicyQuestion;
  readonly decision: {
    readonly allow: boolean;
    readonly reasons: readonly string[];
    readonly filters?: { readonly user_id: readonly string[] };
  };
}

/** The cases of the policy in a folder of deploy/opa. */
export function decisionTable(folder: 'policies' | 'policies-prod'): readonly DecisionCase[] {
  const file = join(__dirname, '..', '..', 'deploy', 'opa', 'tests', folder, 'data.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { decisions: DecisionCase[] }).decisions;
}
