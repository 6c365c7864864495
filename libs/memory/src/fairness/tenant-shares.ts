import { Problem, type TenantId } from '@somabrain/kernel';

/** Calls of a tenant that are worked on at once beyond those of all others together, while others call, too. */
const SHARE = 2;
/** The utilisation from which the event loop is scarce. Below it calls wait for servers and delay no others. */
const BUSY = 0.5;
/** A tenant is alone when no other has called for so long. */
const ALONE_AFTER_MS = 1_000;
/** A tenant whose calls have waited so long gets no more in: who is refused at once can do something else meanwhile. */
const LONGEST_WAIT_MS = 1_000;

interface Share {
  working: number;
  readonly waiting: { readonly since: number; readonly begin: () => void }[];
}

/**
 * Bounds how much is worked on at once for a tenant while there are others and the process is busy: who calls over many connections then waits
 * for himself, and the calls of others meet a few of his instead of all. A tenant that is alone has no bound, nor have those that call alike.
 */
export class TenantShares {
  private readonly shares = new Map<TenantId, Share>();
  private working = 0;
  private latest: TenantId | null = null;
  private latestAt = -Infinity;
  /** When a tenant other than the latest called last. */
  private othersAt = -Infinity;

  /**
   * @param load part of the time that the event loop works, 0 to 1
   * @param now milliseconds of a clock that does not go back
   */
  constructor(
    private readonly load: () => number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws Problem OVERLOADED when calls of the tenant wait too long already; what `work` threw */
  async within<T>(tenant: TenantId, work: () => Promise<T>): Promise<T> {
    const share = this.called(tenant);
    await this.turnIn(share, tenant);
    try {
      return await work();
    } finally {
      share.working -= 1;
      this.working -= 1;
      this.admit(share, tenant);
      if (share.working === 0) this.shares.delete(tenant);
    }
  }

  private called(tenant: TenantId): Share {
    if (this.latest !== tenant) {
      this.othersAt = this.latestAt;
      this.latest = tenant;
    }
    this.latestAt = this.now();
    const share = this.shares.get(tenant) ?? { working: 0, waiting: [] };
    this.shares.set(tenant, share);
    return share;
  }

  private turnIn(share: Share, tenant: TenantId): Promise<void> {
    const since = this.now();
    const [first] = share.waiting;
    if (first && since - first.since > LONGEST_WAIT_MS)
      throw new Problem('OVERLOADED', 'Too many calls of this tenant wait already; try again shortly');
    return new Promise((begin) => {
      share.waiting.push({ since, begin });
      this.admit(share, tenant);
    });
  }

  private admit(share: Share, tenant: TenantId): void {
    const bounded = !this.isAlone(tenant) && this.load() > BUSY;
    while (!bounded || share.working < SHARE + (this.working - share.working)) {
      const next = share.waiting.shift();
      if (!next) return;
      share.working += 1;
      this.working += 1;
      next.begin();
    }
  }

  private isAlone(tenant: TenantId): boolean {
    const othersAt = tenant === this.latest ? this.othersAt : this.latestAt;
    return this.now() - othersAt > ALONE_AFTER_MS;
  }
}
