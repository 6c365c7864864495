import {
  type Supersession,
  coordinateOf,
  type ForgetReceipt,
  type Memory,
  type MemoryVersion,
  type Queued,
  type Remembered,
} from '@somabrain/memory';
import type { ForgetAnswer, HistoryAnswer } from './change-answers';
import type { Caller } from '@somabrain/http';
import type { MemoryAnswer, QueuedAnswer, RememberAnswer } from './memory-answers';
import { isoTime, membersOf } from './memory-members';

/** The answer about one memory that is stored. */
export function toRememberAnswer(remembered: Remembered, caller: Caller): RememberAnswer {
  const { version, status } = remembered;
  return { ...acknowledgement(remembered, caller), version, status, queued: false, breaker_open: false };
}

/** The answer about one memory that waits in the journal. */
export function toQueuedAnswer(queued: Queued, caller: Caller): QueuedAnswer {
  const { status } = queued;
  return { ...acknowledgement(queued, caller), version: null, status, queued: true, breaker_open: true };
}

function acknowledgement(
  { id, key, namespace, createdAt }: Remembered | Queued,
  { context, shownTraceId }: Caller,
) {
  return {
    ok: true as const,
    success: true as const,
    id,
    memory_id: id,
    key,
    coordinate: coordinateOf(context.tenant, namespace, key ?? id),
    namespace,
    tenant: context.tenant,
    created_at: isoTime(createdAt),
    trace_id: shownTraceId,
  };
}

/** One memory as it is read, without what it does not have. */
export function toMemoryAnswer(memory: Memory): MemoryAnswer {
  const { id, content, namespace, position, expiresAt, closed } = memory;
  return {
    id,
    content,
    namespace,
    ...membersOf(memory),
    ...(position !== null && { position }),
    updated_at: isoTime(memory.updatedAt),
    ...(expiresAt !== null && { expires_at: isoTime(expiresAt) }),
    ...(closed && { closed: toClosed(closed) }),
  };
}

function toClosed({
  reason,
  supersededBy,
  validUntil,
  run,
}: Supersession): NonNullable<MemoryAnswer['closed']> {
  return {
    reason,
    ...(supersededBy !== null && { superseded_by: supersededBy }),
    valid_until: isoTime(validUntil),
    run_id: run,
  };
}

/** One version of a memory. */
export function toVersionAnswer({
  memory,
  recordedAt,
  replacedAt,
}: MemoryVersion): HistoryAnswer['items'][number] {
  return {
    ...toMemoryAnswer(memory),
    recorded_at: isoTime(recordedAt),
    ...(replacedAt !== null && { replaced_at: isoTime(replacedAt) }),
  };
}

/** What a forget did. */
export function toForgetAnswer(receipt: ForgetReceipt, { context, shownTraceId }: Caller): ForgetAnswer {
  const { dryRun, matched, derived, stores, digest, auditId } = receipt;
  return {
    ok: true,
    success: true,
    dry_run: dryRun,
    matched,
    derived,
    forgotten: matched + derived,
    stores,
    digest,
    audit_id: auditId,
    expires_later: ['Copies in backups and in the write-ahead log of Postgres, when their retention ends.'],
    tenant: context.tenant,
    trace_id: shownTraceId,
  };
}
