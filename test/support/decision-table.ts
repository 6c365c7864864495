import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LeaderQuestion } from '@somabrain/cognition';
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

/** A case of the table of who leads the cognitive loop. */
export interface LeaderCase {
  readonly name: string;
  readonly question: LeaderQuestion;
  readonly leader: string;
}

type Folder = 'policies' | 'policies-prod';

/** The cases of the policy in a folder of deploy/opa. */
export function decisionTable(folder: Folder): readonly DecisionCase[] {
  return tablesOf(folder).decisions;
}

/** The cases of who leads by the policy in a folder of deploy/opa. */
export function leaderTable(folder: Folder): readonly LeaderCase[] {
  return tablesOf(folder).leaders;
}

function tablesOf(folder: Folder): { decisions: DecisionCase[]; leaders: LeaderCase[] } {
  const file = join(__dirname, '..', '..', 'deploy', 'opa', 'tests', folder, 'data.json');
  return JSON.parse(readFileSync(file, 'utf8')) as { decisions: DecisionCase[]; leaders: LeaderCase[] };
}
