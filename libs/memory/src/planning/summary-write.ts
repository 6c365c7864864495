import type { JsonObject, TenantContext } from '@somabrain/kernel';
import type { WriteKind } from './write-kind';
import { accepted, type Idempotency, type SummaryOperation } from './write-operation';

/** The record of an operation in many units. */
export function prepareSummary(
  context: TenantContext,
  action: SummaryOperation['action'],
  summary: JsonObject,
  idempotency: Idempotency | null,
): SummaryOperation {
  return { kind: 'summary', ...accepted(context, idempotency), action, summary };
}

export const SUMMARY_WRITE: WriteKind<'summary'> = {
  isCounted: () => false,
  waitsForJournal: true,
  plan(planning, operation) {
    const { operationId: auditId, action, summary } = operation;
    planning.auditTenant(operation, action, summary);
    return { status: 'summarised', auditId, summary, replayed: false };
  },
  recover: (_, { id: auditId, data: summary }) => ({
    status: 'summarised',
    auditId,
    summary,
    replayed: false,
  }),
};
