import { type Database, isDatabaseAway } from '@somabrain/database';
import { type Logger, Problem, type TenantId } from '@somabrain/kernel';

/** Work that is never urgent, done for one tenant after the other. */
export interface Chore {
  readonly name: string;
  /** The tenants that there is something to do for. */
  due(): Promise<readonly TenantId[]>;
  /** @returns how many rows it dealt with */
  runFor(tenant: TenantId): Promise<number>;
}

const PERIOD_MS = 60_000;

/** The database answers nobody: what else there is to do waits for the next round. */
class DatabaseAway extends Error {}

/** Runs the chores one after the other, again and again, until it is stopped. */
export class Maintenance {
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly database: Pick<Database, 'asMaintenance'>,
    private readonly chores: readonly Chore[],
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.round = this.runAll().finally(() => {
        if (!this.stopped) this.start();
      });
    }, PERIOD_MS);
    this.timer.unref();
  }

  /** Waits for the tenant under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.round;
  }

  /**
   * One round of every chore. A tenant that a chore fails for is logged and tried again in the next round; the others have their turn in this
   * one. A database that is away ends the round.
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

  private async run(chore: Chore): Promise<void> {
    let rows = 0;
    for (const tenant of await this.dueOf(chore)) {
      if (this.stopped) break;
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
    if (this.stopped) return [];
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
