import type { TenantContext } from '@somabrain/kernel';
import type { RankingAssets } from '@somabrain/retrieval';
import type { NewMemory } from '../memory';
import type { WriteOptions } from '../memory-service';
import { nextTurn } from './next-turn';
import { fingerprintOf, idempotencyOf, prepareRemember, toJson } from './prepare-write';
import type { RememberOperation } from './write-operation';

/** Memories prepared between two turns of the event loop: analysing one takes about 0.1 ms. */
const PREPARED_AT_ONCE = 50;

/** Computes of a batch all that does not depend on what is stored. */
export async function prepareBatch(
  assets: RankingAssets,
  context: TenantContext,
  memories: readonly NewMemory[],
  options: WriteOptions & { readonly atomic: boolean },
): Promise<RememberOperation[]> {
  const { atomic } = options;
  const request = options.idempotencyKey === undefined ? null : fingerprintOf(toJson({ memories, atomic }));
  const operations: RememberOperation[] = [];
  for (const [index, memory] of memories.entries()) {
    // Each item has a key of its own, so that a repeat after a crash stores what is missing and nothing twice.
    const idempotency = idempotencyOf(context, `remember/batch#${index}`, options, request);
    operations.push(prepareRemember(assets, context, memory, idempotency));
    if (operations.length % PREPARED_AT_ONCE === 0) await nextTurn();
  }
  return operations;
}
