import type { Database } from './database';

/** What is done to an installation from outside, now and then. */
export const MAINTENANCE_TASKS = ['backup', 'verify-backup', 'test-restore', 'verify-audit'] as const;
export type MaintenanceTask = (typeof MAINTENANCE_TASKS)[number];

/** How the last run of a task ended. */
export interface MaintenanceRun {
  readonly task: MaintenanceTask;
  readonly succeeded: boolean;
  /** Null: it never did. */
  readonly succeededAt: Date | null;
}

const RECORD = {
  text: `
  insert into maintenance_runs as m (task, ended_at, succeeded, succeeded_at)
  values ($1, now(), $2, case when $2 then now() end)
  on conflict (task) do update set ended_at = excluded.ended_at, succeeded = excluded.succeeded,
    succeeded_at = coalesce(excluded.succeeded_at, m.succeeded_at)`,
};
const READ = { text: `select task, succeeded, succeeded_at as "succeededAt" from maintenance_runs` };

/**
 * Writes down that a task was run, where the services find it and tell it as a metric.
 * @throws Problem DATABASE_UNAVAILABLE
 */
export async function recordMaintenanceRun(
  database: Database,
  task: MaintenanceTask,
  succeeded: boolean,
): Promise<void> {
  await database.asMaintenance(RECORD, [task, succeeded]);
}

/** The last run of every task that was ever run. */
export function maintenanceRuns(database: Database): Promise<MaintenanceRun[]> {
  return database.asMaintenance<MaintenanceRun & Record<string, unknown>>(READ, []);
}
