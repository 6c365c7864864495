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

/** Whether the policy in a folder of deploy/opa allows every action. */
export function isPermissive(folder: Folder): boolean {
  return tablesOf(folder).permissive;
}

/** The cases of who leads by the policy in a folder of deploy/opa. */
export function leaderTable(folder: Folder): readonly LeaderCase[] {
  return tablesOf(folder).leaders;
}

/** What a set of roles and scopes comes to. */
export interface Combination {
  readonly names: readonly string[];
  readonly allowed: readonly string[];
  /** Whether only memories of the subject are seen. */
  readonly own: boolean;
}

/** Every combination of roles and scopes; the permissive policy allows every action, and restricts all the same. */
export function combinationTable(): readonly Combination[] {
  const { combinations } = readTable<{ combinations: Record<string, string> }>('combinations.json');
  return Object.entries(combinations).map(([names, row]) => {
    const [seen, ...allowed] = row.split(' ');
    return { names: names.split(' ').filter(Boolean), allowed, own: seen === 'own' };
  });
}

function tablesOf(folder: Folder): {
  permissive: boolean;
  decisions: DecisionCase[];
  leaders: LeaderCase[];
} {
  return readTable(join(folder, 'data.json'));
}

function readTable<Table>(path: string): Table {
  return JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'deploy', 'opa', 'tests', path), 'utf8'),
  ) as Table;
}
