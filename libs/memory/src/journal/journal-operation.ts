import { parseFilter, Problem, type TenantContext, type TenantId } from '@somabrain/kernel';
import type { RankingAssets } from '@somabrain/retrieval';
import { newMemory } from '../contract/memory-schemas';
import { analysedFormOf } from '../remember/analysed-form';
import type { RememberOperation } from '../planning/write-operation';
import { prepareRemember } from '../remember/remember-write';
import { storedContent } from '../validation/fields';
import { storable } from '../validation/storable-json';
import type { JournalRow } from './journal-rows';

/** What a row may hold. The release before accepted a text of white space only, and what was accepted is stored. */
const acceptedMemory = storable(newMemory.extend({ content: storedContent }));

/**
 * A row as the operation that stores it, under the id it was accepted with.
 * @throws Problem VALIDATION_FAILED for a row that says nothing that could be stored
 */
export function operationOfRow(assets: RankingAssets, tenant: TenantId, row: JournalRow): RememberOperation {
  const { seq, memory_id: id, accepted_id: acceptedId, digest, fingerprint } = row;
  const { data: memory, error } = acceptedMemory.safeParse(row.memory);
  if (error) {
    throw new Problem('VALIDATION_FAILED', 'A row of the journal holds no memory that could be stored', {
      cause: error,
    });
  }
  return {
    ...prepareRemember(analysedFormOf(assets, memory.content), contextOfRow(tenant, row), memory, {
      digest,
      fingerprint,
    }),
    id,
    journaled: { seq: Number(seq), acceptedId },
  };
}

/** On whose behalf the memory of a row was accepted. */
function contextOfRow(
  tenant: TenantId,
  { actor, trace_id: traceId, decision_id: decisionId, visibility }: JournalRow,
): TenantContext {
  const seen = visibility === null ? undefined : parseFilter(visibility);
  return {
    tenant,
    actor,
    traceId,
    ...(decisionId !== null && { decisionId }),
    ...(seen && { visibility: seen }),
  };
}
