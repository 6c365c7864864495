import { type Logger, Problem, type TenantId } from '@somabrain/kernel';
import { type Database, type TenantTransaction, UncertainCommit } from '../database';
import { sqlFailureOf } from '../sql-error';
import { RecentWriters } from './recent-writers';
import {
  createHeads,
  type HeadLocking,
  type HeadRow,
  headsOf,
  lockHeads,
  lockingStatement,
  type TenantHead,
} from './tenant-heads';
import { type QueuedUnit, WriteQueue } from './write-queue';

/** One unit of a group as its writer sees it. */
export interface WriteUnit<Operation> {
  readonly tenant: TenantId;
  readonly operations: readonly Operation[];
  /** An earlier commit of this unit may have taken effect: look for its traces before doing it again. */
  readonly uncertain: boolean;
}

/** A transaction that holds the head row of every tenant of its group. */
export interface GroupTransaction extends TenantTransaction {
  readonly heads: ReadonlyMap<TenantId, TenantHead>;
}

/** What a group does inside its transaction. */
export interface GroupWriter<Operation, Answer> {
  /** @returns one answer a unit, in their order; handed out when the transaction has committed */
  write(transaction: GroupTransaction, units: readonly WriteUnit<Operation>[]): Promise<readonly Answer[]>;
}

export interface GroupCommitSettings {
  /** Operations that may wait; more are refused. */
  readonly capacity: number;
  readonly onGroup: (operations: number) => void;
}

const MAX_GROUP_OPERATIONS = 500;
/** So many of a tenant that writes in bulk while others write: everybody waits for what a larger group takes of processor and disk at once. */
const MAX_BULK_OPERATIONS_BESIDE_OTHERS = 64;
/** How long after the last group of theirs others count as writing. */
const OTHERS_STAY_MS = 1_000;
/** How many tenants that write in bulk are served at once: while one waits for the database, the next can be prepared. */
const BULK_LANES = 2;
const MAX_SKIPS = 3;
const MAX_FAILURES = 5;
/** Forgetting which tenants have a head costs one statement each; remembering all of them would cost memory without end. */
const MAX_KNOWN_TENANTS = 100_000;
const FIRST_BACKOFF_MS = 50;

type Unit<Operation, Answer> = QueuedUnit<Operation, Answer>;

/**
 * Commits writes in groups: what arrives while one transaction is in flight goes into the next one together, across tenants.
 * There is no timer, so a lone write does not wait. Tenants of which much waits have transactions of their own beside the groups.
 * A tenant whose head row is locked elsewhere waits for the next group; after three it, too, gets a transaction of its own.
 */
export class GroupCommit<Operation, Answer> {
  private readonly queue: WriteQueue<Operation, Answer>;
  private readonly knownTenants = new Set<TenantId>();
  private readonly alone = new Set<Promise<void>>();
  private bulkLanes = 0;
  private readonly writers = new RecentWriters();
  private running: Promise<void> | null = null;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly writer: GroupWriter<Operation, Answer>,
    private readonly settings: GroupCommitSettings,
    private readonly logger: Logger,
  ) {
    this.queue = new WriteQueue(settings.capacity);
  }

  /**
   * Does `operations` together or not at all, after everything the tenant submitted before.
   * @param deadlineAt when nobody waits for it any more, in milliseconds of `performance.now()`: then it is not begun
   * @returns the writer's answer, once it is durable
   * @throws Problem OVERLOADED, SHUTTING_DOWN, DATABASE_UNAVAILABLE, DEADLINE_EXCEEDED (nothing was stored), VALIDATION_FAILED (the
   * database refused a value)
   */
  submit(tenant: TenantId, operations: readonly Operation[], deadlineAt = Infinity): Promise<Answer> {
    if (this.closed) return Promise.reject(new Problem('SHUTTING_DOWN', 'This process takes no more writes'));
    return new Promise<Answer>((resolve, reject) => {
      const state = { skips: 0, failures: 0, uncertain: false };
      this.queue.push({ tenant, operations, resolve, reject, deadlineAt, ...state });
      this.wake();
    });
  }

  /** Takes no more, and resolves when all that waited is answered. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.running || this.alone.size > 0) await Promise.all([this.running, ...this.alone]);
  }

  private wake(): void {
    this.running ??= new Promise<void>((resolve) => setImmediate(resolve)) // lets the rest of this turn's requests join
      .then(() => this.run())
      .finally(() => {
        this.running = null;
        if (this.queue.ready) this.wake();
      });
  }

  private async run(): Promise<void> {
    this.commitBulk();
    while (this.queue.ready) {
      const units = inTime(this.queue.take(MAX_GROUP_OPERATIONS));
      if (units.length === 0) continue;
      this.writers.note(tenantsOf(units), performance.now());
      const skipped = await this.commitOrFail(units, 'skip-locked');
      this.queue.putBack(skipped);
      for (const tenant of tenantsOf(skipped.filter((unit) => unit.skips >= MAX_SKIPS)))
        this.commitAlone(tenant, MAX_GROUP_OPERATIONS);
      if (skipped.length === units.length) await backoff(0);
      this.commitBulk();
    }
  }

  private commitBulk(): void {
    while (this.bulkLanes < BULK_LANES) {
      const tenant = this.queue.nextBulk();
      if (tenant === null) return;
      this.bulkLanes += 1;
      const othersWrite = performance.now() - this.writers.othersWroteAt(tenant) < OTHERS_STAY_MS;
      this.commitAlone(tenant, othersWrite ? MAX_BULK_OPERATIONS_BESIDE_OTHERS : MAX_GROUP_OPERATIONS, () => {
        this.bulkLanes -= 1;
      });
    }
  }

  private commitAlone(tenant: TenantId, limit: number, ended: () => void = () => undefined): void {
    this.queue.hold(tenant);
    const units = inTime(this.queue.takeOf(tenant, limit));
    const work = (units.length > 0 ? this.commitOrFail(units, 'wait') : Promise.resolve([]))
      .then((left) => {
        this.queue.putBack(left);
      })
      .finally(() => {
        this.alone.delete(work);
        this.queue.release(tenant);
        ended();
        this.wake();
      });
    this.alone.add(work);
  }

  /** Commits the units and answers them, or decides what their failure means. Gives back those that must wait. */
  private async commitOrFail(
    units: Unit<Operation, Answer>[],
    locking: HeadLocking,
  ): Promise<Unit<Operation, Answer>[]> {
    try {
      return await this.commit(units, locking);
    } catch (error) {
      return this.afterFailure(units, locking, error);
    }
  }

  private async commit(
    units: Unit<Operation, Answer>[],
    locking: HeadLocking,
  ): Promise<Unit<Operation, Answer>[]> {
    const tenants = [...tenantsOf(units)];
    const work = async (transaction: TenantTransaction, rows: readonly HeadRow[]) => {
      const heads = await this.withMissing(headsOf(rows), transaction, tenants, locking);
      const ready = units.filter((unit) => heads.has(unit.tenant));
      const answers = ready.length > 0 ? await this.writer.write({ ...transaction, heads }, ready) : [];
      return { ready, answers };
    };
    const lock = lockingStatement(tenants, locking);
    const { ready, answers } = await this.database.inTenants(tenants, work, lock);
    if (this.knownTenants.size > MAX_KNOWN_TENANTS) this.knownTenants.clear();
    for (const unit of ready) this.knownTenants.add(unit.tenant);
    this.settings.onGroup(ready.reduce((sum, unit) => sum + unit.operations.length, 0));
    ready.forEach((unit, index) => {
      unit.resolve(answers[index] as Answer);
    });
    if (ready.length === units.length) return [];
    const skipped = units.filter((unit) => !ready.includes(unit));
    for (const unit of skipped) unit.skips += 1;
    return skipped;
  }

  /** Makes the heads that are not there, and locks them, too; none that another transaction holds is waited for while others are locked. */
  private async withMissing(
    heads: Map<TenantId, TenantHead>,
    transaction: TenantTransaction,
    tenants: readonly TenantId[],
    locking: HeadLocking,
  ): Promise<ReadonlyMap<TenantId, TenantHead>> {
    const missing = tenants.filter(
      (tenant) => !heads.has(tenant) && (locking === 'wait' || !this.knownTenants.has(tenant)),
    );
    if (missing.length === 0) return heads;
    await createHeads(transaction, missing);
    for (const [tenant, head] of await lockHeads(transaction, missing, locking)) heads.set(tenant, head);
    return heads;
  }

  private async afterFailure(
    units: Unit<Operation, Answer>[],
    locking: HeadLocking,
    error: unknown,
  ): Promise<Unit<Operation, Answer>[]> {
    const failure = error instanceof UncertainCommit ? 'uncertain' : sqlFailureOf(error);
    if (failure === 'data' && units.length > 1) return this.isolate(units, locking);
    if (failure === 'uncertain' || failure === 'conflict') {
      this.logger.warn({ err: error, units: units.length }, 'a group of writes is tried again');
      return this.tryAgain(units, failure, error);
    }
    const reason = problemOf(failure, error);
    if (failure === 'other')
      this.logger.error({ err: error, units: units.length }, 'a group of writes failed');
    for (const unit of units) unit.reject(unit.uncertain ? uncertainProblem(error) : reason);
    return [];
  }

  /** Halves the group until the unit that the database refuses stands alone. */
  private async isolate(
    units: Unit<Operation, Answer>[],
    locking: HeadLocking,
  ): Promise<Unit<Operation, Answer>[]> {
    const middle = units.length >> 1;
    const first = await this.commitOrFail(units.slice(0, middle), locking);
    const second = await this.commitOrFail(units.slice(middle), locking);
    return [...first, ...second];
  }

  private async tryAgain(
    units: Unit<Operation, Answer>[],
    failure: 'uncertain' | 'conflict',
    error: unknown,
  ): Promise<Unit<Operation, Answer>[]> {
    const again: Unit<Operation, Answer>[] = [];
    let failures = 0;
    for (const unit of units) {
      unit.failures += 1;
      unit.uncertain ||= failure === 'uncertain';
      failures = Math.max(failures, unit.failures);
      if (unit.failures < MAX_FAILURES) again.push(unit);
      else unit.reject(unit.uncertain ? uncertainProblem(error) : problemOf('unavailable', error));
    }
    await backoff(failures);
    return again;
  }
}

function tenantsOf(units: readonly { readonly tenant: TenantId }[]): Set<TenantId> {
  return new Set(units.map(({ tenant }) => tenant));
}

/** Refuses the units that nobody waits for any more. One that may be stored already is seen to its end. @returns the others */
function inTime<Operation, Answer>(units: Unit<Operation, Answer>[]): Unit<Operation, Answer>[] {
  const now = performance.now();
  return units.filter((unit) => {
    if (unit.deadlineAt > now || unit.uncertain) return true;
    unit.reject(new Problem('DEADLINE_EXCEEDED', 'The time of X-Deadline-MS is over; nothing was stored'));
    return false;
  });
}

function problemOf(failure: 'data' | 'conflict' | 'unavailable' | 'other', error: unknown): unknown {
  switch (failure) {
    case 'data':
      return new Problem('VALIDATION_FAILED', 'The database refused a value of this memory', {
        cause: error,
      });
    case 'conflict':
    case 'unavailable':
      return new Problem('DATABASE_UNAVAILABLE', 'The database does not answer; nothing was stored', {
        cause: error,
      });
    case 'other':
      return error;
  }
}

function uncertainProblem(cause: unknown): Problem {
  return new Problem(
    'DATABASE_UNAVAILABLE',
    'The database was lost while it stored this; it may be stored or not, and sending it again does not store it twice if it has a key',
    { cause },
  );
}

/** Waits a little longer after each failure, by a random share, so that several processes do not come back at once. */
function backoff(failures: number): Promise<void> {
  const delay = failures === 0 ? 5 : FIRST_BACKOFF_MS * 2 ** failures;
  return new Promise((resolve) => setTimeout(resolve, delay * (0.5 + Math.random() / 2)));
}
