import { ServiceError } from '@somabrain/kernel';

/** The schema is older than this release. To be ended with the exit code of a wrong configuration: starting again does not help. */
export class UnmigratedDatabase extends ServiceError {
  /** @param pending names of the migrations that were not applied, at least one */
  constructor(pending: readonly string[]) {
    super(
      `The database lacks ${pending.length} migrations, of which ${pending[0]} is the first: run scripts/migrate_db.sh, or somabrain migrate, to apply them.`,
    );
  }
}
