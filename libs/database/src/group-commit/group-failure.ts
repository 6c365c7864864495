import { Problem } from '@somabrain/kernel';
import { UncertainCommit } from '../database';
import { isStatementTimeout, type SqlFailure, sqlFailureOf } from '../sql-error';

/** What the failure of a transaction means for the units in it. `slow`: a statement took too long, for all that is known that of one unit. */
export type GroupFailure = SqlFailure | 'uncertain' | 'slow';

export function groupFailureOf(error: unknown): GroupFailure {
  if (error instanceof UncertainCommit) return 'uncertain';
  return isStatementTimeout(error) ? 'slow' : sqlFailureOf(error);
}

/** What a unit is answered whose transaction failed. */
export function reasonOf(
  unit: { readonly uncertain: boolean },
  failure: GroupFailure,
  error: unknown,
): unknown {
  if (unit.uncertain || failure === 'uncertain') return uncertainProblem(error);
  switch (failure) {
    case 'data':
      return new Problem('VALIDATION_FAILED', 'The database refused a value of this memory', {
        cause: error,
      });
    case 'slow':
      return new Problem(
        'DATABASE_UNAVAILABLE',
        'The database took too long to store this; nothing was stored',
        { cause: error },
      );
    case 'conflict':
    case 'unavailable':
      return new Problem('DATABASE_UNAVAILABLE', 'The database does not answer; nothing was stored', {
        cause: error,
      });
    case 'other':
      return error;
  }
}

function uncertainProblem(cause: unknown): Problem {
  return new Problem(
    'DATABASE_UNAVAILABLE',
    'The database was lost while it stored this; it may be stored or not, and sending it again does not store it twice if it has a key',
    { cause },
  );
}
