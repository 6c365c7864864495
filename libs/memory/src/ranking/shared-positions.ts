import type { TenantId } from '@somabrain/kernel';
import type { TenantPosition } from './index-feed';
import { SharedRun } from './shared-run';

/** Reads where the changes of tenants end. */
export type ReadPositions = (tenants: readonly TenantId[]) => Promise<Map<TenantId, TenantPosition>>;

/** Lets those who ask at the same time share a statement, each with a position that was read after it asked. */
export class SharedPositions {
  private asked = new Set<TenantId>();
  private read = new Map<TenantId, TenantPosition>();
  private readonly runs: SharedRun;

  constructor(read: ReadPositions) {
    this.runs = new SharedRun(async () => {
      const tenants = [...this.asked];
      this.asked = new Set();
      this.read = await read(tenants);
    });
  }

  /** @throws what the statement threw, to everyone who shared it */
  async of(tenant: TenantId): Promise<TenantPosition> {
    this.asked.add(tenant);
    await this.runs.run();
    const position = this.read.get(tenant);
    if (!position) throw new Error('The database did not answer for a tenant');
    return position;
  }
}
