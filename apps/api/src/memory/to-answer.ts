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

/** One memory as it is read. */
export function toMemoryAnswer(memory: Memory, tenant: string): MemoryAnswer {
  return {
    ...memoryFields(memory, tenant),
    namespace: memory.namespace,
    tenant,
    position: memory.position,
    updated_at: isoTime(memory.updatedAt),
    expires_at: optionalTime(memory.expiresAt),
    ...(memory.closed && { closed: toClosed(memory.closed) }),
  };
}

function toClosed({
  reason,
  supersededBy,
  validUntil,
  run,
}: Supersession): NonNullable<MemoryAnswer['closed']> {
  return { reason, superseded_by: supersededBy, valid_until: isoTime(validUntil), run_id: run };
}

/** One version of a memory. */
export function toVersionAnswer(
  { memory, recordedAt, replacedAt }: MemoryVersion,
  tenant: string,
): HistoryAnswer['items'][number] {
  const times = { recorded_at: isoTime(recordedAt), replaced_at: optionalTime(replacedAt) };
  return { ...toMemoryAnswer(memory, tenant), ...times };
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

/** The fields of a memory, those that are null included. */
export function memoryFields(memory: Memory, tenant: string) {
  const { content, metadata } = memory;
  return {
    id: memory.id,
    content,
    task: typeof metadata.task === 'string' ? metadata.task : content,
    text: typeof metadata.text === 'string' ? metadata.text : content,
    metadata,
    key: memory.key,
    coordinate: coordinateOf(tenant, memory.namespace, memory.key ?? memory.id),
    user_id: memory.userId,
    agent_id: memory.agentId,
    session_id: memory.sessionId,
    speaker: memory.speaker,
    tags: [...memory.tags],
    memory_type: memory.memoryType,
    importance: memory.importance,
    occurred_at: optionalTime(memory.occurredAt),
    created_at: isoTime(memory.createdAt),
    version: memory.version,
  };
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function optionalTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : isoTime(milliseconds);
}
