import { BackendIndicator } from './backend-indicator';

/** What the indicator needs of the database. */
export interface PingableDatabase {
  /** @throws when the database does not answer */
  ping(): Promise<void>;
}

/** Asks Postgres for a round trip. */
export class PostgresIndicator extends BackendIndicator {
  readonly name = 'postgres';

  constructor(
    private readonly database: PingableDatabase,
    readonly embedded: boolean,
  ) {
    super();
  }

  ping(): Promise<void> {
    return this.database.ping();
  }
}
