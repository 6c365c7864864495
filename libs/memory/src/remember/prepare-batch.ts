import type { TenantContext } from '@somabrain/kernel';
import type { NewMemory } from '../memory';
import type { WriteOptions } from '../memory-service';
import { nextTurn } from '../planning/next-turn';
import { fingerprintOf, idempotencyOf, toJson } from '../idempotency/request-idempotency';
import { prepareRemember } from './remember-write';
import type { RankingEngine } from '../ranking/ranking-engine';
import type { Idempotency, RememberOperation } from '../planning/write-operation';

/** Memories prepared between two turns of the event loop. */
const PREPARED_AT_ONCE = 50;

/** Computes of a batch all that does not depend on what is stored. */
export async function prepareBatch(
  engine: RankingEngine,
  context: TenantContext,
  memories: readonly NewMemory[],
  options: WriteOptions & { readonly atomic: boolean },
): Promise<RememberOperation[]> {
  const idempotencyAt = batchIdempotency(context, memories, options);
  const analysed = await engine.analyse(memories.map(({ content }) => content));
  const operations: RememberOperation[] = [];
  for (const [index, memory] of memories.entries()) {
    operations.push(prepareRemember(analysed[index]!, context, memory, idempotencyAt(index)));
    if (operations.length % PREPARED_AT_ONCE === 0) await nextTurn();
  }
  return operations;
}

/** Gives each item of a batch an idempotency key of its own, so that a replay after a crash stores the missing items only. */
export function batchIdempotency(
  context: TenantContext,
  memories: readonly NewMemory[],
  options: WriteOptions & { readonly atomic: boolean },
): (index: number) => Idempotency | null {
  const { atomic } = options;
  const request = options.idempotencyKey === undefined ? null : fingerprintOf(toJson({ memories, atomic }));
  return (index) => idempotencyOf(context, `remember/batch#${index}`, options, request);
}
