import type { TenantContext } from '@somabrain/kernel';
import { DelegatingMemoryService } from '../delegating-memory-service';
import type { Recalled, RecallQuery } from '../memory';
import type { MemoryService } from '../memory-service';
import type { RecalledPairs } from './recalled-pairs';

/** Long-term memory that notes what is recalled together. */
export class CoRecallingMemory extends DelegatingMemoryService {
  constructor(
    inner: MemoryService,
    private readonly pairs: RecalledPairs,
  ) {
    super(inner);
  }

  override async recall(context: TenantContext, query: RecallQuery): Promise<Recalled> {
    const recalled = await this.inner.recall(context, query);
    if (query.asOf === null)
      this.pairs.note(
        context,
        recalled.results.map(({ memory }) => memory.id),
      );
    return recalled;
  }
}
