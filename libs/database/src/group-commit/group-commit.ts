import { type Logger, Problem, type TenantId } from '@somabrain/kernel';
import { backoff } from '@somabrain/resilience';
import type { Database, TenantTransaction } from '../database';
import { groupFailureOf, reasonOf } from './group-failure';
import { halvesOf, inTime, tenantsOf } from './group-units';
import { RecentWriters } from './recent-writers';
import { createHeads, type HeadLocking, headsOf, lockingStatement, type TenantHead } from './tenant-heads';
import { TenantsApart } from './tenants-apart';
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
  /** With the columns that the writer asked for. */
  readonly heads: ReadonlyMap<TenantId, TenantHead>;
}

/** What a group does inside its transaction. */
export interface GroupWriter<Operation, Answer> {
  /** What it needs of the head rows: a select list of columns of `tenant_heads`. */
  readonly headColumns: string;
  /** @returns one answer a unit, in their order; handed out when the transaction has committed */
  write(transaction: GroupTransaction, units: readonly WriteUnit<Operation>[]): Promise<readonly Answer[]>;
}

export interface GroupCommitSettings<Operation> {
  /** The weight of operations that may wait; more are refused. */
  readonly capacity: number;
  /** How many operations of usual size one is worth, at least 1; absent: each is of usual size. */
  readonly weightOf?: (operation: Operation) => number;
  readonly onGroup: (operations: number) => void;
}

const MAX_GROUP_OPERATIONS = 500;
/** So many of a tenant that writes in bulk while others write: everybody waits for what a larger group takes of processor and disk at once. */
const MAX_BULK_OPERATIONS_BESIDE_OTHERS = 64;
/** So many of a tenant whose units broke transactions: finding those that do takes two transactions for each of them at most. */
const MAX_OPERATIONS_APART = 16;
/** How long after the last group of theirs others count as writing. */
const OTHERS_STAY_MS = 1_000;
/** How many tenants that write in bulk are served at once: while one waits for the database, the next can be prepared. */
const BULK_LANES = 2;
const MAX_SKIPS = 3;
const MAX_FAILURES = 5;
/** Forgetting which tenants have a head costs one statement each; remembering all of them would cost memory without end. */
const MAX_KNOWN_TENANTS = 100_000;
/** Before heads that others hold are tried again. */
const LOCKED_BACKOFF = { firstMs: 5 };
const FAILURE_BACKOFF = { firstMs: 50 };

type Unit<Operation, Answer> = QueuedUnit<Operation, Answer>;

/**
 * Commits writes in groups: what arrives while one transaction is in flight goes into the next one together, across tenants.
 * There is no timer, so a lone write does not wait. Tenants of which much waits have transactions of their own beside the groups.
 * A transaction that fails is taken apart until the unit that broke it stands alone, whatever it failed with; from then on the tenant of that
 * unit, too, has transactions of its own for a minute. A database that is away is nobody's fault and answered to all.
 * A tenant whose head row is locked elsewhere waits for the next group; after three it, too, gets a transaction of its own.
 */
export class GroupCommit<Operation, Answer> {
  private readonly queue: WriteQueue<Operation, Answer>;
  private readonly knownTenants = new Set<TenantId>();
  private readonly alone = new Set<Promise<void>>();
  private bulkLanes = 0;
  private readonly writers = new RecentWriters();
  private readonly apart = new TenantsApart();
  private running: Promise<void> | null = null;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly writer: GroupWriter<Operation, Answer>,
    private readonly settings: GroupCommitSettings<Operation>,
    private readonly logger: Logger,
  ) {
    this.queue = new WriteQueue(settings.capacity, (tenant) => this.isApart(tenant));
  }

  /**
   * Does `operations` together or not at all, after everything the tenant submitted before.
   * @param deadlineAt when nobody waits for it any more, in milliseconds of `performance.now()`: then it is not begun
   * @returns the writer's answer, once it is durable
   * @throws Problem OVERLOADED, SHUTTING_DOWN, DATABASE_UNAVAILABLE, DEADLINE_EXCEEDED (nothing was stored), VALIDATION_FAILED (the
   * database refused a value); what the writer threw for this unit alone
   */
  submit(tenant: TenantId, operations: readonly Operation[], deadlineAt = Infinity): Promise<Answer> {
    if (this.closed)
      return Promise.reject(new Problem('SHUTTING_DOWN', 'This process is stopping and accepts no writes'));
    return new Promise<Answer>((resolve, reject) => {
      const state = { weight: this.weightOf(operations), skips: 0, failures: 0, uncertain: false };
      this.queue.push({ tenant, operations, resolve, reject, deadlineAt, ...state });
      this.wake();
    });
  }

  /** Takes no more, and resolves when all that waited is answered. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.running || this.alone.size > 0) await Promise.all([this.running, ...this.alone]);
  }

  private weightOf(operations: readonly Operation[]): number {
    const { weightOf = () => 1 } = this.settings;
    return operations.reduce((sum, operation) => sum + weightOf(operation), 0);
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
      if (skipped.length === units.length) await backoff(0, LOCKED_BACKOFF);
      this.commitBulk();
    }
  }

  private commitBulk(): void {
    while (this.bulkLanes < BULK_LANES) {
      const tenant = this.queue.nextAlone();
      if (tenant === null) return;
      this.bulkLanes += 1;
      this.commitAlone(tenant, this.limitOf(tenant), () => {
        this.bulkLanes -= 1;
      });
    }
  }

  /** How many operations of a tenant go into a transaction of its own. */
  private limitOf(tenant: TenantId): number {
    if (this.isApart(tenant)) return MAX_OPERATIONS_APART;
    const othersWrite = performance.now() - this.writers.othersWroteAt(tenant) < OTHERS_STAY_MS;
    return othersWrite ? MAX_BULK_OPERATIONS_BESIDE_OTHERS : MAX_GROUP_OPERATIONS;
  }

  private isApart(tenant: TenantId): boolean {
    return this.apart.has(tenant, performance.now());
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
    const work = async (transaction: TenantTransaction, rows: readonly TenantHead[]) => {
      const heads = await this.withMissing(headsOf(rows), transaction, tenants, locking);
      const ready = units.filter((unit) => heads.has(unit.tenant));
      const answers = ready.length > 0 ? await this.writer.write({ ...transaction, heads }, ready) : [];
      return { ready, answers };
    };
    const lock = lockingStatement(tenants, locking, this.writer.headColumns);
    const { ready, answers } = await this.database.inTenants(tenants, work, lock);
    this.committed(ready, answers);
    if (ready.length === units.length) return [];
    const skipped = units.filter((unit) => !ready.includes(unit));
    for (const unit of skipped) unit.skips += 1;
    return skipped;
  }

  private committed(units: readonly Unit<Operation, Answer>[], answers: readonly Answer[]): void {
    if (this.knownTenants.size > MAX_KNOWN_TENANTS) this.knownTenants.clear();
    units.forEach((unit, index) => {
      this.knownTenants.add(unit.tenant);
      this.apart.stored(unit.tenant);
      unit.resolve(answers[index] as Answer);
    });
    try {
      this.settings.onGroup(units.reduce((sum, unit) => sum + unit.operations.length, 0));
    } catch (err) {
      // What is stored must not be taken for failed, and be stored once more.
      this.logger.error({ err }, 'an observer of write groups failed');
    }
  }

  /** Makes the heads that are not there, and locks them, too; none that another transaction holds is waited for while others are locked. */
  private async withMissing(
    heads: ReadonlyMap<TenantId, TenantHead>,
    transaction: TenantTransaction,
    tenants: readonly TenantId[],
    locking: HeadLocking,
  ): Promise<ReadonlyMap<TenantId, TenantHead>> {
    const missing = tenants.filter(
      (tenant) => !heads.has(tenant) && (locking === 'wait' || !this.knownTenants.has(tenant)),
    );
    if (missing.length === 0) return heads;
    await createHeads(transaction, missing);
    const text = lockingStatement(missing, locking, this.writer.headColumns);
    const made = headsOf(await transaction.query<TenantHead>({ text }, []));
    return new Map([...heads, ...made]);
  }

  private async afterFailure(
    units: Unit<Operation, Answer>[],
    locking: HeadLocking,
    error: unknown,
  ): Promise<Unit<Operation, Answer>[]> {
    const failure = groupFailureOf(error);
    if (failure === 'uncertain' || failure === 'conflict') {
      this.logger.warn({ err: error, units: units.length }, 'a group of writes is tried again');
      return this.tryAgain(units, failure, error);
    }
    const isOfUnit = failure === 'data' || failure === 'other';
    if (isOfUnit && units.length > 1) return this.isolate(units, locking);
    const now = performance.now();
    for (const unit of units) {
      if (isOfUnit) this.apart.found(unit.tenant, now);
      // Nobody knows whose unit it was: each tenant is tried by itself next time.
      if (failure === 'slow') this.apart.suspect(unit.tenant, now);
      unit.reject(reasonOf(unit, failure, error));
    }
    return [];
  }

  /**
   * Halves the group until the unit that breaks it stands alone. What else there is of its tenant waits for a transaction of its own, so that
   * the others wait for one such unit of a tenant and not for all.
   */
  private async isolate(
    units: readonly Unit<Operation, Answer>[],
    locking: HeadLocking,
  ): Promise<Unit<Operation, Answer>[]> {
    const left: Unit<Operation, Answer>[] = [];
    for (const half of halvesOf(units)) {
      const waiting = tenantsOf(left);
      const now: Unit<Operation, Answer>[] = [];
      for (const unit of half) {
        const leaves = locking === 'skip-locked' && this.isApart(unit.tenant);
        (leaves || waiting.has(unit.tenant) ? left : now).push(unit);
      }
      if (now.length > 0) left.push(...(await this.commitOrFail(now, locking)));
    }
    return left;
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
      else unit.reject(reasonOf(unit, failure, error));
    }
    await backoff(failures, FAILURE_BACKOFF);
    return again;
  }
}
