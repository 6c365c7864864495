import type { Logger, TenantId } from '@somabrain/kernel';
import { redisBreaker, type RedisConnection, type RedisScript } from '@somabrain/redis';
import type { CircuitBreaker } from '@somabrain/resilience';
import {
  type Admission,
  type Admitted,
  type BufferBounds,
  type BufferedMemory,
  SessionBuffer,
} from '../session-buffer';
import { type AdmissionGate, OPEN_GATE } from '../admission';
import { ADMIT, DROP, READ } from './scripts';

/** Working memory in Redis: every process of the service knows it, and it outlives them. */
export class RedisSessionBuffer extends SessionBuffer {
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly redis: Pick<RedisConnection, 'run'>,
    readonly bounds: BufferBounds,
    logger: Logger,
  ) {
    super();
    this.breaker = redisBreaker(logger, {
      outage: 'Redis does not keep working memory: recall goes on without it',
      recovery: 'Redis keeps working memory again',
    });
  }

  async admit(
    tenant: TenantId,
    session: string,
    memories: readonly Admission[],
    { rewardGain, bias, threshold }: AdmissionGate = OPEN_GATE,
  ): Promise<Admitted> {
    const { ttlMs, capacity } = this.bounds;
    const values = memories.flatMap(({ id, code, reward }) => [id, code, reward]);
    const answer = await this.run(ADMIT, tenant, session, [
      ...[ttlMs, capacity, rewardGain, bias, threshold],
      ...values,
    ]);
    const [admitted, evicted, size] = answer as [number, number, number];
    return { admitted, evicted, size };
  }

  async read(tenant: TenantId, session: string): Promise<readonly BufferedMemory[]> {
    const answer = (await this.run(READ, tenant, session, [this.bounds.ttlMs])) as string[];
    return Array.from({ length: answer.length / 4 }, (_, index) => {
      const [id = '', novelty, reward, ageMs] = answer.slice(4 * index, 4 * index + 4);
      return { id, novelty: Number(novelty), reward: Number(reward), ageMs: Number(ageMs) };
    });
  }

  async drop(tenant: TenantId, session: string, ids: readonly string[] | null): Promise<number> {
    if (ids?.length === 0) return 0;
    return (await this.run(DROP, tenant, session, [this.bounds.ttlMs, ...(ids ?? [])])) as number;
  }

  private run(
    script: RedisScript,
    tenant: TenantId,
    session: string,
    values: readonly (string | number)[],
  ): Promise<unknown> {
    return this.breaker.run(() => this.redis.run(script, [keyOf(tenant, session)], values));
  }
}

/** The length keeps "a:b" and "c" apart from "a" and "b:c". */
function keyOf(tenant: TenantId, session: string): string {
  return `somabrain:wm:${tenant.length}:${tenant}:${session}`;
}
