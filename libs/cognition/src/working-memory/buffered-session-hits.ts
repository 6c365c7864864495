import { sessionMark, type TenantContext } from '@somabrain/kernel';
import { type SessionEntry, type SessionHit, SessionHits } from '@somabrain/memory';
import type { WorkingMemoryMetrics } from '@somabrain/metrics';
import { type SessionBuffer, textCode } from '@somabrain/working-memory';
import { anticipatedOf } from '../loop/anticipated';
import { gateOf } from '../mind/admission-gate';
import type { TenantModulators } from '../mind/tenant-modulators';
import { sessionOf } from './session-of';

/** What sessions have in mind is what their buffers hold. A buffer that does not answer holds up nothing. */
export class BufferedSessionHits extends SessionHits {
  constructor(
    private readonly buffer: SessionBuffer,
    private readonly modulators: Pick<TenantModulators, 'of'>,
    private readonly metrics: Pick<WorkingMemoryMetrics, 'admitted' | 'failed'>,
    /** Whether what is expected to come to a session is in its mind, too. */
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
      // The buffer has logged why. The memories are stored; they are only not in mind.
      this.metrics.failed();
    }
  }
}
