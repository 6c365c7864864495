import type { Configuration } from '@somabrain/config';
import { adoptSchema, pendingMigrations, runMigrations } from '@somabrain/database';
import { ServiceError } from '@somabrain/kernel';
import { migrations } from '../../../../migrations';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';
import { withDatabase } from '../with-database';

export interface MigrateOptions {
  /** Only say what would be applied. */
  readonly dryRun: boolean;
  /** Take over a schema that is there without a record of its migrations. */
  readonly adopt: boolean;
}

/** Names of migrations by what was done with them. */
type MigrateReport = Readonly<Record<string, readonly string[]>>;

/**
 * Brings the schema up to this release.
 * @throws ServiceError for a schema that cannot be taken over
 */
export async function migrate(
  configuration: Configuration,
  { dryRun, adopt }: MigrateOptions,
  output: Output,
): Promise<ExitCode> {
  const { mode } = configuration;
  if (adopt && (mode === 'staging' || mode === 'production')) {
    throw new ServiceError(
      `In mode ${mode} a schema without a record of its migrations is not taken over; find out where it came from.`,
    );
  }
  const report = await withDatabase(configuration, output, async ({ ownerDsn }): Promise<MigrateReport> => {
    if (dryRun) return { pending: await pendingMigrations(ownerDsn, migrations) };
    const adopted = adopt ? await adoptSchema(ownerDsn, migrations) : [];
    const { applied } = await runMigrations(ownerDsn, migrations);
    return { adopted, applied };
  });
  const lines = Object.entries(report).flatMap(([word, names]) => names.map((name) => `${word} ${name}`));
  for (const line of lines) output.line(line);
  if (lines.length === 0) output.line('The schema is up to date.');
  output.document(report);
  return EXIT.done;
}
