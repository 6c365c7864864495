import type { Configuration } from '@somabrain/config';
import type { OpenDatabase } from '../with-database';

/** What a check found, and what to do about it. */
export interface CheckResult {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly advice?: string;
}

/** One thing that a working service needs. */
export interface Check {
  readonly name: string;
  /** What to do when it throws. */
  readonly advice: string;
  /** @throws when it cannot tell; that counts as failed */
  run(configuration: Configuration, open: OpenDatabase): Promise<Omit<CheckResult, 'name'>>;
}

export function failed(name: string, detail: string, advice: string): CheckResult {
  return { name, status: 'failed', detail, advice };
}
