import type { Configuration } from '@somabrain/config';
import { type MaintenanceTask, recordMaintenanceRun } from '@somabrain/database';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';
import { withSchema } from '../with-schema';

/** Writes down that a maintenance task was run; the services tell it as metrics, which alerts watch. */
export async function recordRun(
  configuration: Configuration,
  { task, succeeded }: { readonly task: MaintenanceTask; readonly succeeded: boolean },
  output: Output,
): Promise<ExitCode> {
  await withSchema(configuration, output, ({ database }) => recordMaintenanceRun(database, task, succeeded));
  output.line(`Recorded that ${task} ${succeeded ? 'succeeded' : 'failed'}.`);
  output.document({ task, succeeded });
  return EXIT.done;
}
