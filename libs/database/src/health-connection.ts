import type { Logger } from '@somabrain/kernel';
import { type ClientConfig, Pool } from 'pg';
import { postgresFault } from './postgres-fault';

/** An answer that takes longer is none. */
const ANSWER_TIMEOUT_MS = 3_000;
/** Longer than the pause between two questions of any probe. */
const IDLE_MS = 60_000;

/**
 * A connection beside the pool that only tells whether the database answers: where requests wait for a connection of the pool, the database is
 * slow or the load high, but nothing is gone.
 */
export class HealthConnection {
  private readonly pool: Pool;
  private asked: Promise<void> | null = null;

  constructor(connection: ClientConfig, logger: Logger) {
    const timeouts = { query_timeout: ANSWER_TIMEOUT_MS, idleTimeoutMillis: IDLE_MS };
    this.pool = new Pool({ ...connection, ...timeouts, max: 1 });
    const lost = (err: Error): void => {
      logger.debug({ err }, 'the connection of the health probe was lost');
    };
    this.pool.on('connect', (client) => client.on('error', lost));
    this.pool.on('error', lost);
  }

  /** One question at a time, however many ask. @throws BackendFault when the database does not answer */
  ping(): Promise<void> {
    this.asked ??= this.pool
      .query('select 1')
      .then(
        () => undefined,
        (error: unknown) => {
          throw postgresFault(error);
        },
      )
      .finally(() => {
        this.asked = null;
      });
    return this.asked;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
