import { Injectable } from '@nestjs/common';
import { Problem, type TenantContext } from '@somabrain/kernel';
import { type Memory, MemoryService } from '@somabrain/memory';
import { type BufferBounds, type BufferedMemory, salience, SessionBuffer } from '@somabrain/working-memory';
import { sessionOf } from './session-of';

/** An entry of the working memory of a session. */
export interface WorkingMemoryEntry extends BufferedMemory {
  readonly memory: Memory;
  /** From 0 to 1; the least salient entry is evicted first. */
  readonly salience: number;
}

/** Shows and clears the working memory of sessions. */
@Injectable()
export class WorkingMemory {
  constructor(
    private readonly buffer: SessionBuffer,
    private readonly memories: MemoryService,
  ) {}

  get bounds(): BufferBounds {
    return this.buffer.bounds;
  }

  /**
   * Lists the entries of a session that the caller may see, the youngest first. Leaves out memories that are deleted or superseded.
   * @throws Problem WORKING_MEMORY_UNAVAILABLE, DATABASE_UNAVAILABLE, MEMORY_UNAVAILABLE
   */
  async of(context: TenantContext, sessionId: string): Promise<WorkingMemoryEntry[]> {
    const kept = await answered(this.buffer.read(context.tenant, sessionOf(context, sessionId)));
    const memories = await this.memoriesOf(context, kept);
    return kept.flatMap((each) => {
      const memory = memories.get(each.id);
      return memory && !memory.closed ? [{ ...each, memory, salience: salience(each) }] : [];
    });
  }

  /** Clears the working memory of a session. The memories themselves stay. @returns how many entries there were @throws Problem as `of` */
  async clear(context: TenantContext, sessionId: string): Promise<number> {
    const entries = await this.of(context, sessionId);
    await answered(this.buffer.drop(context.tenant, sessionOf(context, sessionId), null));
    return entries.length;
  }

  private async memoriesOf(
    context: TenantContext,
    kept: readonly BufferedMemory[],
  ): Promise<Map<string, Memory>> {
    if (kept.length === 0) return new Map();
    const { items } = await this.memories.list(context, {
      ids: kept.map(({ id }) => id),
      namespace: null,
      key: null,
      filter: {},
      total: false,
      limit: kept.length,
      cursor: null,
    });
    return new Map(items.map((memory) => [memory.id, memory]));
  }
}

/** @throws Problem WORKING_MEMORY_UNAVAILABLE */
async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new Problem('WORKING_MEMORY_UNAVAILABLE', 'Redis does not answer; try again shortly', { cause });
  }
}
