import { randomBytes } from 'node:crypto';
import { newId, type TenantContext } from '@somabrain/kernel';
import { analyseText, type RankingAssets, serialiseAnalysed } from '@somabrain/retrieval';
import type { NewMemory } from '../memory';
import { duplicateDigestOf, stateDigestOf } from './memory-digests';
import type { RememberOperation, RemoveOperation } from './write-operation';

const NONCE_BYTES = 16;

/** Computes all that does not depend on what is stored, so that nothing slow is done while heads are locked. */
export function prepareRemember(
  assets: RankingAssets,
  context: TenantContext,
  memory: NewMemory,
): RememberOperation {
  return {
    kind: 'remember',
    operationId: newId(),
    actor: context.actor,
    traceId: context.traceId,
    memory,
    id: newId(),
    metadataJson: JSON.stringify(memory.metadata),
    tagsJson: JSON.stringify(memory.tags),
    duplicateDigest: duplicateDigestOf(memory),
    stateDigest: stateDigestOf(memory),
    nonce: randomBytes(NONCE_BYTES),
    analysed: serialiseAnalysed(analyseText(assets, memory.content)),
  };
}

/** A removal on request. */
export function prepareDelete(context: TenantContext, id: string): RemoveOperation {
  return { kind: 'delete', operationId: newId(), actor: context.actor, traceId: context.traceId, id };
}

/** A removal because the memory's time is over; it stays if it turns out to live on. */
export function prepareExpiry(traceId: string, id: string): RemoveOperation {
  return { kind: 'expire', operationId: newId(), actor: 'system', traceId, id };
}
