import type { JsonObject } from '@somabrain/kernel';
import { keyReused } from './key-reused';
import type { NewMemory } from '../memory';
import { isJournaled } from '../journal/plan-journaled';
import type { StoredAnswer } from '../planning/tenant-plan';
import type { WriteOperation, WriteOutcome } from '../planning/write-operation';

/** The answers to requests with an idempotency key: those stored, and those the group gives. */
export class IdempotentAnswers {
  /** Given by this group. */
  readonly given: StoredAnswer[] = [];
  private readonly known: Map<string, StoredAnswer>;

  constructor(stored: readonly StoredAnswer[]) {
    this.known = new Map(stored.map((answer) => [answer.digest, answer]));
  }

  /** What the request was answered with before, the refusal of another one under its key, or null for a new request. */
  repeated(operation: WriteOperation): WriteOutcome | null {
    const known = operation.idempotency && this.known.get(operation.idempotency.digest);
    if (!known) return null;
    // What it was told when it was accepted is not yet what it came to.
    if (isJournaled(operation) && known.answer.status === 'queued') return null;
    if (known.fingerprint === operation.idempotency.fingerprint) return outcomeOf(operation, known.answer);
    return { status: 'refused', problem: keyReused() };
  }

  /** Remembers the outcome of a new request, unless it was refused: then it may be tried again. @returns the outcome */
  keep(operation: WriteOperation, outcome: WriteOutcome): WriteOutcome {
    const { idempotency } = operation;
    if (!idempotency || outcome.status === 'refused' || outcome.status === 'absent') return outcome;
    const answer = { ...idempotency, answer: answerOf(outcome) };
    this.known.set(idempotency.digest, answer);
    this.given.push(answer);
    return outcome;
  }
}

/** What is stored of an outcome. Not the caller's own names: they come with each repeat, and a forget must not leave them here. */
function answerOf(outcome: Exclude<WriteOutcome, { status: 'refused' }>): JsonObject {
  switch (outcome.status) {
    case 'created':
    case 'deduplicated':
    case 'updated':
      return {
        status: outcome.status,
        id: outcome.id,
        version: outcome.version,
        createdAt: outcome.createdAt,
      };
    case 'queued':
      return { status: outcome.status, id: outcome.id, createdAt: outcome.createdAt };
    case 'changed':
      return { status: outcome.status, id: outcome.id, version: outcome.version };
    case 'summarised':
      return { status: outcome.status, auditId: outcome.auditId, summary: outcome.summary };
    case 'linked':
      return { status: outcome.status, sourceId: outcome.sourceId };
    case 'rated':
      return { status: outcome.status, rated: outcome.rated };
    case 'removed':
    case 'weighed':
    case 'absent':
    case 'imported':
    case 'replaced':
    case 'unchanged':
      return { status: outcome.status };
  }
}

function outcomeOf(operation: WriteOperation, answer: JsonObject): WriteOutcome {
  const memory = rememberedBy(operation);
  const scope = memory ? { key: memory.key, namespace: memory.namespace } : {};
  // The fingerprint covers the route, so the stored answer is of the operation's own kind.
  return { ...answer, ...scope, replayed: true } as WriteOutcome;
}

/** What the operation has remembered, now or later. */
function rememberedBy(operation: WriteOperation): NewMemory | null {
  if (operation.kind === 'journal') return operation.memory;
  return operation.kind === 'remember' ? operation.state.fields : null;
}
