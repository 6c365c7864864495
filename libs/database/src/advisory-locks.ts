import { type Logger, Problem } from '@somabrain/kernel';
import type { Client } from 'pg';

const TRY_LOCKS = `select key from unnest($1::int4[]) key where pg_try_advisory_lock($2, key)`;

/**
 * Advisory locks on a session of their own, which is opened when the first is asked for. Postgres gives them up when the session ends, so
 * when its loss is noticed nothing is held any more: at once where the connection breaks, else at the next `take`.
 */
export class AdvisoryLocks {
  private client: Client | null = null;
  private readonly held = new Set<number>();

  /**
   * @param newClient makes an unconnected client
   * @param space keeps these keys apart from those of other uses; a 32-bit integer
   */
  constructor(
    private readonly newClient: () => Client,
    private readonly space: number,
    private readonly logger: Logger,
  ) {}

  /**
   * Tries to take those of `keys` that are not held yet, without waiting. Asks the server in any case, so what it answers was held a
   * moment ago.
   * @param keys 32-bit integers
   * @returns all that is held
   * @throws Problem DATABASE_UNAVAILABLE; then nothing is held
   */
  async take(keys: readonly number[]): Promise<ReadonlySet<number>> {
    try {
      const client = this.client ?? (await this.open());
      const wanted = keys.filter((key) => !this.held.has(key));
      const { rows } = await client.query<{ key: number }>(TRY_LOCKS, [wanted, this.space]);
      if (this.client !== client) throw new Error('The session was lost');
      for (const { key } of rows) this.held.add(key);
      return this.held;
    } catch (error) {
      if (this.client) this.drop(this.client);
      throw new Problem('DATABASE_UNAVAILABLE', 'The session that holds the locks does not answer', {
        cause: error,
      });
    }
  }

  /** Whether this session holds the lock, as far as it knows. */
  holds(key: number): boolean {
    return this.held.has(key);
  }

  /** Gives everything up. */
  async release(): Promise<void> {
    const { client } = this;
    this.client = null;
    this.held.clear();
    await client?.end();
  }

  private async open(): Promise<Client> {
    const client = this.newClient();
    const lost = (err?: Error): void => {
      if (this.client !== client) return;
      this.logger.warn({ err }, 'the session that holds advisory locks was lost, and the locks with it');
      this.forget();
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    this.client = client;
    return client;
  }

  private drop(client: Client): void {
    this.forget();
    client.end().catch((err: unknown) => {
      this.logger.debug({ err }, 'a lost session was closed');
    });
  }

  private forget(): void {
    this.client = null;
    this.held.clear();
  }
}
