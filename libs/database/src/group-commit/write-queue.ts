import { Problem, type TenantId } from '@somabrain/kernel';

/** Operations of one tenant that take effect together or not at all. */
export interface QueuedUnit<Operation, Answer> {
  readonly tenant: TenantId;
  readonly operations: readonly Operation[];
  /** In operations of usual size: at least their number. */
  readonly weight: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** When nobody waits for it any more, in milliseconds of `performance.now()`. */
  readonly deadlineAt: number;
  /** Groups that went without it because the tenant's head was locked elsewhere. */
  skips: number;
  /** Groups it was part of that failed for a reason that may pass. */
  failures: number;
  /** A commit it was part of may have taken effect. */
  uncertain: boolean;
}

/** From such a weight of waiting operations on a tenant writes in bulk: they take the database so long that nobody else should wait for them. */
const BULK_OPERATIONS = 100;
/** The part of the queue that one tenant may fill, so that the others find room. */
const TENANT_SHARE = 0.5;

/** What waits for the next group: in order per tenant, and bounded. Tenants take turns. */
export class WriteQueue<Operation, Answer> {
  private readonly waiting = new Map<TenantId, QueuedUnit<Operation, Answer>[]>();
  private readonly held = new Set<TenantId>();
  private readonly load = new Map<TenantId, number>();
  private size = 0;

  /**
   * @param capacity the weight of all units together
   * @param isApart whether the tenant is to have transactions of its own, however little of it waits
   */
  constructor(
    private readonly capacity: number,
    private readonly isApart: (tenant: TenantId) => boolean = () => false,
  ) {}

  /** @throws Problem OVERLOADED when the queue, or the tenant's share of it, is full */
  push(unit: QueuedUnit<Operation, Answer>): void {
    const { weight } = unit;
    const tenantLoad = this.load.get(unit.tenant) ?? 0;
    // A unit that meets an empty queue is taken whatever its size: refusing it would be for ever.
    if (this.size > 0 && this.size + weight > this.capacity) {
      throw new Problem('OVERLOADED', 'Too many writes wait for the database; try again shortly');
    }
    if (tenantLoad > 0 && tenantLoad + weight > this.capacity * TENANT_SHARE) {
      throw new Problem(
        'OVERLOADED',
        'Too many writes of this tenant wait for the database; try again shortly',
      );
    }
    this.listOf(unit.tenant).push(unit);
    this.count(unit.tenant, weight);
  }

  /** Puts units that were taken back to where they came from, in their order. */
  putBack(units: readonly QueuedUnit<Operation, Answer>[]): void {
    for (const unit of units.toReversed()) {
      this.listOf(unit.tenant).unshift(unit);
      this.count(unit.tenant, unit.weight);
    }
  }

  /**
   * Takes what goes into the next group: one unit of each tenant in turn, until their weight reaches `limit`, and none of a tenant that
   * writes in bulk or is apart.
   */
  take(limit: number): QueuedUnit<Operation, Answer>[] {
    const taken: QueuedUnit<Operation, Answer>[] = [];
    let room = limit;
    let progress = true;
    while (progress && room > 0) {
      progress = false;
      for (const tenant of [...this.waiting.keys()]) {
        const weight = this.waiting.get(tenant)?.[0]?.weight ?? 0;
        if (this.held.has(tenant) || this.isAlone(tenant) || weight > room) continue;
        taken.push(this.takeFirst(tenant));
        room -= weight;
        progress = true;
        if (room <= 0) break;
      }
    }
    return taken;
  }

  /** Takes everything of one tenant up to a weight of `limit`, at least one unit. */
  takeOf(tenant: TenantId, limit: number): QueuedUnit<Operation, Answer>[] {
    const taken: QueuedUnit<Operation, Answer>[] = [];
    let room = limit;
    for (;;) {
      const weight = this.waiting.get(tenant)?.[0]?.weight;
      if (weight === undefined || (taken.length > 0 && weight > room)) return taken;
      taken.push(this.takeFirst(tenant));
      room -= weight;
    }
  }

  /** Keeps a tenant's units out of groups until it is released: another transaction works on them. */
  hold(tenant: TenantId): void {
    this.held.add(tenant);
  }

  release(tenant: TenantId): void {
    this.held.delete(tenant);
  }

  /** Whether a group could be taken now. */
  get ready(): boolean {
    return this.next((tenant) => !this.isAlone(tenant)) !== null;
  }

  /** A tenant that is to have a transaction of its own, and whose turn it is. */
  nextAlone(): TenantId | null {
    return this.next((tenant) => this.isAlone(tenant));
  }

  private next(isWanted: (tenant: TenantId) => boolean): TenantId | null {
    for (const tenant of this.waiting.keys()) if (!this.held.has(tenant) && isWanted(tenant)) return tenant;
    return null;
  }

  private isAlone(tenant: TenantId): boolean {
    return (this.load.get(tenant) ?? 0) >= BULK_OPERATIONS || this.isApart(tenant);
  }

  private takeFirst(tenant: TenantId): QueuedUnit<Operation, Answer> {
    const units = this.listOf(tenant);
    const unit = units.shift();
    if (!unit) throw new Error('The queue of a waiting tenant is empty');
    this.waiting.delete(tenant);
    if (units.length > 0) this.waiting.set(tenant, units); // to the end: the next tenant's turn
    this.count(tenant, -unit.weight);
    return unit;
  }

  private listOf(tenant: TenantId): QueuedUnit<Operation, Answer>[] {
    let units = this.waiting.get(tenant);
    if (!units) this.waiting.set(tenant, (units = []));
    return units;
  }

  private count(tenant: TenantId, weight: number): void {
    this.size += weight;
    const load = (this.load.get(tenant) ?? 0) + weight;
    if (load > 0) this.load.set(tenant, load);
    else this.load.delete(tenant);
  }
}
