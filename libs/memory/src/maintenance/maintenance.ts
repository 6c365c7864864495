import { BackgroundLoop } from '@somabrain/audit';
import { type Database, isDatabaseAway } from '@somabrain/database';
import { type Logger, Problem, type TenantId } from '@somabrain/kernel';

/** A maintenance job: work that is never urgent, done for one tenant after the other. */
export interface Chore {
  readonly name: string;
  /** The tenants with work to do. */
  due(): Promise<readonly TenantId[]>;
  /** @returns how many rows it processed */
  runFor(tenant: TenantId): Promise<number>;
}

const PERIOD_MS = 60_000;

/** The database is away: the rest of the work waits for the next round. */
class DatabaseAway extends Error {}

/** Runs the chores one after the other, again and again, until it is stopped. */
export class Maintenance {
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly database: Pick<Database, 'asMaintenance'>,
    private readonly chores: readonly Chore[],
    private readonly logger: Logger,
  ) {
    this.loop = new BackgroundLoop('Maintenance', () => this.round(), logger);
  }

  /** Begins to run rounds, once a minute. */
  start(): void {
    this.loop.start();
  }

  /** Waits for the tenant under way. */
  stop(): Promise<void> {
    return this.loop.close();
  }

  /**
   * Runs one round of every chore. A tenant whose chore fails is logged and tried again in the next round, while the others go on. A
   * database that is away ends the round.
   */
  async runAll(): Promise<void> {
    for (const chore of this.chores) {
      try {
        await this.run(chore);
      } catch (error) {
        const away = error instanceof DatabaseAway;
        const err: unknown = away ? error.cause : error;
        const level = err instanceof Problem ? 'warn' : 'error';
        this.logger[level]({ chore: chore.name, err }, 'maintenance failed; it is tried again in a minute');
        if (away) return;
      }
    }
  }

  private async round(): Promise<number> {
    await this.loop.sleep(PERIOD_MS);
    if (!this.loop.isClosing) await this.runAll();
    return 0;
  }

  private async run(chore: Chore): Promise<void> {
    let rows = 0;
    for (const tenant of await this.dueOf(chore)) {
      if (this.loop.isClosing) break;
      try {
        rows += await chore.runFor(tenant);
      } catch (err) {
        await this.expectDatabase(err);
        this.logger.error(
          { chore: chore.name, tenant, err },
          'maintenance of a tenant failed; the others go on, and it is tried again in a minute',
        );
      }
    }
    if (rows > 0) this.logger.info({ chore: chore.name, rows }, 'maintenance done');
  }

  private async dueOf(chore: Chore): Promise<readonly TenantId[]> {
    if (this.loop.isClosing) return [];
    try {
      return await chore.due();
    } catch (error) {
      await this.expectDatabase(error);
      throw error;
    }
  }

  /** @throws DatabaseAway when that is why it failed */
  private async expectDatabase(cause: unknown): Promise<void> {
    if (await isDatabaseAway(this.database, cause))
      throw new DatabaseAway('The database does not answer', { cause });
  }
}
