import { Controller, Delete, Get, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { WorkingMemory } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller } from '@somabrain/http';
import type { MemoryAnswer } from '../memory/memory-answers';
import { shownMemory, type ShownMemory } from '../memory/shown-memory';
import { FromSessionId } from './session-id.decorator';
import type { ClearedAnswer, WorkingMemoryAnswer } from './working-memory-answers';
import { ClearWorkingMemoryEndpoint, WorkingMemoryEndpoint } from './working-memory-endpoints';

type Item = WorkingMemoryAnswer['items'][number];
type ShownWorkingMemory = Omit<WorkingMemoryAnswer, 'items'> & {
  items: (ShownMemory & Omit<Item, keyof MemoryAnswer>)[];
};

/** The routes of the working memory of sessions. */
@Controller('working-memory/:session_id')
@UseInterceptors(DeadlineInterceptor)
export class WorkingMemoryController {
  constructor(private readonly workingMemory: WorkingMemory) {}

  @Requires('memory:read')
  @Get()
  @WorkingMemoryEndpoint()
  async read(@FromCaller() caller: Caller, @FromSessionId() sessionId: string): Promise<ShownWorkingMemory> {
    const { context } = caller;
    const { capacity, ttlMs } = this.workingMemory.bounds;
    const inMind = await this.workingMemory.of(context, sessionId);
    return {
      session_id: sessionId,
      tenant: context.tenant,
      capacity,
      ttl_seconds: ttlMs / 1_000,
      items: inMind.map(({ memory, novelty, reward, salience, ageMs }) => ({
        ...shownMemory(memory, caller),
        novelty,
        reward,
        salience,
        age_seconds: ageMs / 1_000,
      })),
    };
  }

  @Requires('memory:write')
  @Delete()
  @ClearWorkingMemoryEndpoint()
  async clear(
    @FromCaller() { context, shownTraceId }: Caller,
    @FromSessionId() sessionId: string,
  ): Promise<ClearedAnswer> {
    return { ok: true, cleared: await this.workingMemory.clear(context, sessionId), trace_id: shownTraceId };
  }
}
