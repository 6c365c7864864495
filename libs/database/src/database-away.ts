import { Problem } from '@somabrain/kernel';
import type { Database } from './database';
import { sqlFailureOf } from './sql-error';

const PROBE = { text: 'select 1' };

/**
 * Whether work for one tenant failed because the database answers nobody: then there is no point in going on with others. A statement that takes
 * too long for one tenant looks the same, so the database is asked something simple.
 */
export async function isDatabaseAway(
  database: Pick<Database, 'asMaintenance'>,
  failure: unknown,
): Promise<boolean> {
  const looksAway = failure instanceof Problem && failure.code === 'DATABASE_UNAVAILABLE';
  if (!looksAway && sqlFailureOf(failure) !== 'unavailable') return false;
  try {
    await database.asMaintenance(PROBE, []);
    return false;
  } catch {
    return true;
  }
}
