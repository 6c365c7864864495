import { parseFilter, Problem, type TenantContext, type TenantId } from '@somabrain/kernel';
import { z } from 'zod';
import { newMemory } from '../contract/memory-schemas';
import { KEPT_FIELDS } from '../memory';
import { analysedForm, type TextAnalysis } from '../remember/analysed-form';
import type { RememberOperation } from '../planning/write-operation';
import { prepareRemember } from '../remember/remember-write';
import { storedContent } from '../validation/content';
import { storable } from '../validation/storable-json';
import type { JournalRow } from './journal-rows';

/** The schema of a row. The release before accepted texts of white space only, so they are stored. */
const acceptedMemory = storable(newMemory.extend({ content: storedContent }));

const keptFields = z.array(z.enum(KEPT_FIELDS)).nullable();

/**
 * A row as the operation that stores it, under the id it was accepted with.
 * @throws Problem VALIDATION_FAILED for a row that says nothing that could be stored
 */
export async function operationOfRow(
  analysis: TextAnalysis,
  tenant: TenantId,
  row: JournalRow,
): Promise<RememberOperation> {
  const { seq, memory_id: id, accepted_id: acceptedId, digest, fingerprint } = row;
  const { data, error } = acceptedMemory.safeParse(row.memory);
  if (error) {
    throw new Problem('VALIDATION_FAILED', 'A row of the journal holds no memory that could be stored', {
      cause: error,
    });
  }
  const keeps = keptFields.parse(row.keeps);
  const memory = { ...data, ...(keeps && { keeps }) };
  const analysed = await analysedForm(analysis, memory.content);
  return {
    ...prepareRemember(analysed, contextOfRow(tenant, row), memory, { digest, fingerprint }),
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
