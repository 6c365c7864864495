import type { Database, GroupCommit } from '@somabrain/database';
import { isId, Problem, type TenantContext } from '@somabrain/kernel';
import type { RankingAssets } from '@somabrain/retrieval';
import type { Memory, NewMemory, Recalled, RecallQuery, Remembered } from '../memory';
import { type BatchOutcome, MemoryService } from '../memory-service';
import { readLiveMemories } from './live-memories';
import { prepareDelete, prepareRemember } from './prepare-write';
import type { Recall } from './recall';
import type { WriteOperation, WriteOutcome } from './write-operation';

/** What is counted about writes. */
export interface WriteObserver {
  remembered(status: Remembered['status']): void;
}

/** Memories prepared between two turns of the event loop: analysing one takes about 0.1 ms. */
const PREPARED_AT_ONCE = 50;

/** Long-term memory in this process, on Postgres. */
export class InProcessMemoryService extends MemoryService {
  constructor(
    private readonly database: Database,
    private readonly writes: GroupCommit<WriteOperation, readonly WriteOutcome[]>,
    private readonly recalls: Recall,
    private readonly assets: RankingAssets,
    private readonly observer: WriteObserver,
  ) {
    super();
  }

  async remember(context: TenantContext, memory: NewMemory): Promise<Remembered> {
    const outcomes = await this.writes.submit(context.tenant, [
      prepareRemember(this.assets, context, memory),
    ]);
    return this.rememberedOf(outcomes[0]);
  }

  async rememberBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    { atomic }: { readonly atomic: boolean },
  ): Promise<BatchOutcome> {
    const operations: WriteOperation[] = [];
    for (const memory of memories) {
      operations.push(prepareRemember(this.assets, context, memory));
      if (operations.length % PREPARED_AT_ONCE === 0) await nextTurn();
    }
    if (atomic) {
      const outcomes = await this.writes.submit(context.tenant, operations);
      return outcomes.map((outcome) => this.rememberedOf(outcome));
    }
    const settled = await Promise.allSettled(
      operations.map((operation) => this.writes.submit(context.tenant, [operation])),
    );
    return this.batchOutcomeOf(settled);
  }

  recall(context: TenantContext, query: RecallQuery): Promise<Recalled> {
    return this.recalls.execute(context, query);
  }

  async get({ tenant }: TenantContext, id: string): Promise<Memory> {
    const memories = isId(id)
      ? await readLiveMemories(this.database, tenant, [id])
      : new Map<string, Memory>();
    const memory = memories.get(id.toLowerCase());
    if (!memory) throw notFound(id);
    return memory;
  }

  async delete(context: TenantContext, id: string): Promise<void> {
    if (!isId(id)) throw notFound(id);
    const [outcome] = await this.writes.submit(context.tenant, [prepareDelete(context, id.toLowerCase())]);
    if (outcome?.status !== 'removed') throw notFound(id);
  }

  private batchOutcomeOf(settled: readonly PromiseSettledResult<readonly WriteOutcome[]>[]): BatchOutcome {
    return settled.map((result) => {
      if (result.status === 'fulfilled') return this.rememberedOf(result.value[0]);
      if (result.reason instanceof Problem) return result.reason;
      throw result.reason;
    });
  }

  private rememberedOf(outcome: WriteOutcome | undefined): Remembered {
    if (!outcome || !('id' in outcome)) throw new Error('A remembered item has the outcome of a removal');
    this.observer.remembered(outcome.status);
    return outcome;
  }
}

function notFound(id: string): Problem {
  return new Problem('MEMORY_NOT_FOUND', `There is no memory ${id.slice(0, 64)} in this tenant`);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
