import { pendingMigrations, UnmigratedDatabase } from '@somabrain/database';
import { migrations } from '../../../migrations';
import { type OpenDatabase, withDatabase } from './with-database';

/** SQLSTATEs of what is not there: a table, a column, a function, a role. */
const MISSING = new Set(['42P01', '42703', '42883', '42704', '22023']);

/**
 * `withDatabase` for what needs the schema of this release.
 * @throws UnmigratedDatabase where it failed for want of a migration
 */
export const withSchema: typeof withDatabase = (configuration, output, work) =>
  withDatabase(configuration, output, async (open: OpenDatabase) => {
    try {
      return await work(open);
    } catch (error) {
      if (!isMissing(error)) throw error;
      const pending = await pendingMigrations(open.ownerDsn, migrations);
      throw pending.length > 0 ? new UnmigratedDatabase(pending) : error;
    }
  });

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && MISSING.has(code)) || isMissing(error.cause);
}
