export { adoptSchema } from './adopt-schema';
export { AdvisoryLocks } from './advisory-locks';
export { binaryArray } from './binary-array';
export {
  Database,
  type DatabaseSettings,
  filterSetting,
  type Statement,
  type TenantTransaction,
  UncertainCommit,
} from './database';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres';
export { EmbeddedPostgresError } from './embedded/embedded-postgres-error';
export {
  GroupCommit,
  type GroupCommitSettings,
  type GroupTransaction,
  type GroupWriter,
  type WriteUnit,
} from './group-commit/group-commit';
export { type HeadLocking, lockHeads, type TenantHead } from './group-commit/tenant-heads';
export { isDatabaseAway } from './database-away';
export { DatabaseProbe } from './database-probe';
export { DatabaseModule } from './database.module';
export {
  MAINTENANCE_TASKS,
  type MaintenanceRun,
  maintenanceRuns,
  type MaintenanceTask,
  recordMaintenanceRun,
} from './maintenance-runs';
export {
  type MigrationReport,
  type Migrations,
  pendingMigrations,
  revertMigrations,
  runMigrations,
} from './migrate';
export { type PreparedDatabase, prepareDatabase } from './prepare-database';
export { assertServiceRole } from './service-role';
export { type SqlFailure, sqlFailureOf } from './sql-error';
export { postgresFault } from './postgres-fault';
export { UnmigratedDatabase } from './unmigrated-database';
