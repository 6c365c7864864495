import { Problem, type TenantId } from '@somabrain/kernel';
import { nextTurn } from '../planning/next-turn';

/** A tenant whose work has waited so long gets no more in: a caller who is refused at once can do something else meanwhile. */
const LONGEST_WAIT_MS = 500;

/** What a piece of work came to, and how long it took. */
export interface Done<T> {
  readonly result: T;
  readonly seconds: number;
}

interface Waiting {
  /** Milliseconds of `performance.now()`. */
  readonly since: number;
  readonly begin: () => void;
}

/**
 * Does pieces of work that keep the processor busy one after the other, tenants in turn, so that who asks for much waits for himself.
 * Between two of them everything else on the event loop runs.
 */
export class FairTurns {
  /** Tenants in the order of their turns; those without work are not in it. */
  private readonly waiting = new Map<TenantId, Waiting[]>();
  private running: Promise<void> | null = null;

  /** @throws Problem OVERLOADED when the tenant's work waits too long already; what `work` threw */
  async take<T>(tenant: TenantId, work: () => T): Promise<Done<T>> {
    await this.turnOf(tenant);
    const began = performance.now();
    const result = work();
    return { result, seconds: (performance.now() - began) / 1000 };
  }

  /** Whether work waits. */
  get isBusy(): boolean {
    return this.waiting.size > 0;
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    await this.running;
  }

  private turnOf(tenant: TenantId): Promise<void> {
    const own = this.waiting.get(tenant) ?? [];
    const since = performance.now();
    if (own[0] && since - own[0].since > LONGEST_WAIT_MS)
      throw new Problem('OVERLOADED', 'Too many recalls of this tenant wait already; try again shortly');
    return new Promise((begin) => {
      own.push({ since, begin });
      this.waiting.set(tenant, own);
      this.running ??= this.run().finally(() => (this.running = null));
    });
  }

  private async run(): Promise<void> {
    for (;;) {
      const [first] = this.waiting;
      if (!first) return;
      const [tenant, pieces] = first;
      this.waiting.delete(tenant);
      pieces.shift()?.begin();
      if (pieces.length > 0) this.waiting.set(tenant, pieces);
      await nextTurn();
    }
  }
}
