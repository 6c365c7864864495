import { newId, type TenantContext } from '@somabrain/kernel';
import type { NewMemory } from '../memory';
import { withVisibleOwner } from '../planning/write-visibility';
import type { WriteKind } from '../planning/write-kind';
import { accepted, type Idempotency, type JournalOperation } from '../planning/write-operation';

/** A memory that is to be accepted now and stored later. */
export function prepareJournal(
  context: TenantContext,
  memory: NewMemory,
  idempotency: Idempotency,
): JournalOperation {
  return {
    kind: 'journal',
    ...accepted(context, idempotency),
    idempotency,
    id: newId(),
    memory: withVisibleOwner(context.visibility, memory),
  };
}

/** Accepts a memory: it is queued in the journal behind earlier ones. */
export const JOURNAL_WRITE: WriteKind<'journal'> = {
  isCounted: () => true,
  waitsForJournal: false,
  remembers: ({ memory }) => memory,
  plan(planning, operation) {
    const { operationId, actor, traceId, decisionId, id, memory } = operation;
    const { key, namespace } = memory;
    planning.journal.add(operation);
    planning.events.push({
      id: operationId,
      actor,
      action: 'memory.accepted',
      traceId,
      decisionId,
      resource: { type: 'memory', id, namespace },
      data: { bytes: Buffer.byteLength(memory.content) },
    });
    return { status: 'queued', id, key, namespace, createdAt: planning.base.now, replayed: false };
  },
  recover({ memory: { key, namespace } }, { resource, time }) {
    const id = resource.id as string;
    return { status: 'queued', id, key, namespace, createdAt: Date.parse(time), replayed: false };
  },
};
