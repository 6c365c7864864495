import type { TenantContext } from '@somabrain/kernel';
import { Problem, sessionMark } from '@somabrain/kernel';
import { STEP_MS, unifiedScore } from '@somabrain/working-memory';
import { DelegatingMemoryService } from '../delegating-memory-service';
import type { NewMemory, Queued, Recalled, RecallQuery, Remembered } from '../memory';
import type { BatchOutcome, MemoryService, WriteOptions } from '../memory-service';
import type { SessionEntry, SessionHits } from './session-hits';

export interface SessionObserver {
  /** @param found whether a memory in the working memory of the session fits the question */
  askedInSession(found: boolean): void;
}

/**
 * Puts the working memory of sessions before long-term memory. What a session remembers is admitted to its working memory, and a recall in
 * a session has its working memory as query context.
 */
export class SessionAwareMemory extends DelegatingMemoryService {
  constructor(
    inner: MemoryService,
    private readonly sessions: SessionHits,
    private readonly observer: SessionObserver,
  ) {
    super(inner);
  }

  override async remember(
    context: TenantContext,
    memory: NewMemory,
    options?: WriteOptions,
  ): Promise<Remembered | Queued> {
    const remembered = await this.inner.remember(context, memory, options);
    await this.admit(context, [memory], [remembered]);
    return remembered;
  }

  override async rememberBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    options: WriteOptions & { readonly atomic: boolean },
  ): Promise<BatchOutcome> {
    const outcomes = await this.inner.rememberBatch(context, memories, options);
    await this.admit(context, memories, outcomes);
    return outcomes;
  }

  override async recall(context: TenantContext, { sessionId, ...query }: RecallQuery): Promise<Recalled> {
    // A question about the past has no use for the working memory of now.
    if (sessionId === undefined) return this.inner.recall(context, query);
    const session = { ...context, session: sessionMark(sessionId) };
    if (query.asOf !== null) return this.inner.recall(session, query);
    const hits = await this.sessions.of(context, sessionId);
    if (hits === null || hits.length === 0) {
      const recalled = await this.inner.recall(session, query);
      if (hits === null) return { ...recalled, degraded: [...recalled.degraded, 'working_memory'] };
      this.observer.askedInSession(false);
      return recalled;
    }
    const ages = new Map(hits.map(({ id, ageMs }) => [id, ageMs]));
    const recalled = await this.inner.recall(session, { ...query, inMind: [...ages.keys()] });
    this.observer.askedInSession(recalled.inMind.length > 0);
    const inMind = recalled.inMind
      .map(({ memory, score }) => {
        const steps = (ages.get(memory.id) ?? 0) / STEP_MS;
        return { memory, score: unifiedScore({ cosine: score, steps }) };
      })
      .sort((one, other) => other.score - one.score);
    return { ...recalled, inMind };
  }

  private async admit(
    context: TenantContext,
    memories: readonly NewMemory[],
    outcomes: BatchOutcome,
  ): Promise<void> {
    const sessions = new Map<string, SessionEntry[]>();
    for (const [index, { sessionId, content, importance }] of memories.entries()) {
      const outcome = outcomes[index];
      if (sessionId === null || !outcome || outcome instanceof Problem) continue;
      const entry = { id: outcome.id, content, importance };
      const entries = sessions.get(sessionId);
      if (entries) entries.push(entry);
      else sessions.set(sessionId, [entry]);
    }
    for (const [sessionId, entries] of sessions) await this.sessions.remembered(context, sessionId, entries);
  }
}
