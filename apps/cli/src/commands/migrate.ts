import type { Configuration } from '@somabrain/config';
import { pendingMigrations, runMigrations } from '@somabrain/database';
import { migrations } from '../../../../migrations';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';
import { withDatabase } from '../with-database';

/** Brings the schema up to this release. @param dryRun only says what it would apply */
export async function migrate(
  configuration: Configuration,
  { dryRun }: { readonly dryRun: boolean },
  output: Output,
): Promise<ExitCode> {
  const names = await withDatabase(configuration, output, async ({ ownerDsn }) =>
    dryRun ? pendingMigrations(ownerDsn, migrations) : (await runMigrations(ownerDsn, migrations)).applied,
  );
  for (const name of names) output.line(`${dryRun ? 'pending' : 'applied'} ${name}`);
  if (names.length === 0) output.line('The schema is up to date.');
  output.document(dryRun ? { pending: names } : { applied: names });
  return EXIT.done;
}
