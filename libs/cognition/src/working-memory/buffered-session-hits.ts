import { sessionMark, type TenantContext } from '@somabrain/kernel';
import { type SessionEntry, type SessionHit, SessionHits } from '@somabrain/memory';
import type { WorkingMemoryMetrics } from '@somabrain/metrics';
import { type SessionBuffer, textCode } from '@somabrain/working-memory';
import { anticipatedOf } from '../loop/anticipated';
import { gateOf } from '../tuning/admission-gate';
import type { TenantModulators } from '../tuning/tenant-modulators';
import { sessionOf } from './session-of';

/** Keeps the working memory of sessions in buffers. Remember and recall go on while a buffer does not answer. */
export class BufferedSessionHits extends SessionHits {
  constructor(
    private readonly buffer: SessionBuffer,
    private readonly modulators: Pick<TenantModulators, 'of'>,
    private readonly metrics: Pick<WorkingMemoryMetrics, 'admitted' | 'failed'>,
    /** Whether memories that the cognitive loop expects in a session count as its working memory, too. */
    private readonly anticipation = false,
  ) {
    super();
  }

  async of(context: TenantContext, sessionId: string): Promise<readonly SessionHit[] | null> {
    try {
      const met = await this.buffer.read(context.tenant, sessionOf(context, sessionId));
      if (!this.anticipation) return met;
      const expected = await this.buffer.read(context.tenant, anticipatedOf(sessionMark(sessionId)));
      const known = new Set(met.map(({ id }) => id));
      return [...met, ...expected.filter(({ id }) => !known.has(id))];
    } catch {
      // The buffer has logged why; the answer says that it is missing.
      this.metrics.failed();
      return null;
    }
  }

  async remembered(
    context: TenantContext,
    sessionId: string,
    entries: readonly SessionEntry[],
  ): Promise<void> {
    const { capacity } = this.buffer.bounds;
    // Of more than it can hold, what came last.
    const latest = entries.slice(-capacity);
    const admissions = latest.map(({ id, content, importance }) => ({
      id,
      code: textCode(content),
      reward: importance / (1 + importance),
    }));
    const gate = gateOf(await this.modulators.of(context.tenant));
    try {
      const { admitted, evicted, size } = await this.buffer.admit(
        context.tenant,
        sessionOf(context, sessionId),
        admissions,
        gate,
      );
      this.metrics.admitted(admitted, evicted, size / capacity);
    } catch {
      // The buffer has logged why. The memories are stored; working memory lacks them.
      this.metrics.failed();
    }
  }
}
