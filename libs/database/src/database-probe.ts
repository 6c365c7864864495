import { Client } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { postgresFault } from './postgres-fault';

const TIMEOUT_MS = 1_500;

/** Asks a Postgres server whether it takes connections, before there is a pool or a schema. */
export class DatabaseProbe {
  constructor(private readonly dsn: string) {}

  /** @throws BackendFault when it does not */
  async ping(): Promise<void> {
    const client = new Client({
      ...parseIntoClientConfig(this.dsn),
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
    } catch (error) {
      throw postgresFault(error);
    } finally {
      await client.end();
    }
  }
}
