import type { TenantId } from '@somabrain/kernel';
import { nextTurn } from '../planning/next-turn';
import type { TenantPosition } from './index-feed';

/** Reads where the changes of tenants end. */
export type ReadPositions = (tenants: readonly TenantId[]) => Promise<Map<TenantId, TenantPosition>>;

/** While rankings wait, a statement waits as long for more who ask: its answer would wait for the rankings anyway. */
const GATHERED_MS = 3;

/** Lets those who ask at the same time share a statement, each with a position that was read after it asked. */
export class SharedPositions {
  private asked = new Set<TenantId>();
  /** The statement that is not sent yet. */
  private next: Promise<Map<TenantId, TenantPosition>> | null = null;
  /** The end of the one before. */
  private answered: Promise<unknown> = Promise.resolve();

  /**
   * @param isBusy whether rankings wait
   * @param now milliseconds of a clock that only goes forward
   */
  constructor(
    private readonly read: ReadPositions,
    private readonly isBusy: () => boolean,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws what the statement threw, to everyone who shared it */
  async of(tenant: TenantId): Promise<TenantPosition> {
    this.asked.add(tenant);
    this.next ??= this.send();
    const position = (await this.next).get(tenant);
    if (!position) throw new Error('The database did not answer for a tenant');
    return position;
  }

  private async send(): Promise<Map<TenantId, TenantPosition>> {
    await this.answered;
    await this.gather();
    const tenants = [...this.asked];
    this.asked = new Set();
    this.next = null;
    const answer = this.read(tenants);
    this.answered = answer.catch(() => undefined); // whoever asked is told
    return answer;
  }

  /** Waits for those who ask in the same turn of the event loop, and for a few turns more while those are taken by rankings. */
  private async gather(): Promise<void> {
    const began = this.now();
    do await nextTurn();
    while (this.isBusy() && this.now() - began < GATHERED_MS);
  }
}
