import type { JsonObject, JsonValue } from '@somabrain/kernel';
import type { NewMemory } from '../memory';
import { keyReused } from './key-reused';
import { isJournaled } from '../journal/plan-journaled';
import type { StoredAnswer } from '../planning/tenant-plan';
import type { WriteOperation, WriteOutcome } from '../planning/write-operation';

/** The answers to requests with an idempotency key: those stored, and those the group gives. */
export class IdempotentAnswers {
  /** Given by this group. */
  readonly given: StoredAnswer[] = [];
  private readonly known: Map<string, StoredAnswer>;

  /** @param remembers what an operation remembers, now or later */
  constructor(
    stored: readonly StoredAnswer[],
    private readonly remembers: (operation: WriteOperation) => NewMemory | undefined,
  ) {
    this.known = new Map(stored.map((answer) => [answer.digest, answer]));
  }

  /** What the request was answered with before, the refusal of another one under its key, or null for a new request. */
  repeated(operation: WriteOperation): WriteOutcome | null {
    const known = operation.idempotency && this.known.get(operation.idempotency.digest);
    if (!known) return null;
    // The answer at acceptance is not yet the outcome.
    if (isJournaled(operation) && known.answer.status === 'queued') return null;
    if (known.fingerprint === operation.idempotency.fingerprint)
      return this.outcomeOf(operation, known.answer);
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

  private outcomeOf(operation: WriteOperation, answer: JsonObject): WriteOutcome {
    const memory = this.remembers(operation);
    const scope = memory ? { key: memory.key, namespace: memory.namespace } : {};
    // The fingerprint covers the route, so the stored answer is of the operation's own kind.
    return { ...answer, ...scope, replayed: true } as WriteOutcome;
  }
}

/** What is stored of an outcome. Not the caller's own names: they come with each repeat, and a forget must not leave them here. */
function answerOf(outcome: Exclude<WriteOutcome, { status: 'refused' }>): JsonObject {
  return Object.fromEntries(
    Object.entries(outcome).filter(([member]: [string, JsonValue]) => !NOT_STORED.has(member)),
  );
}

const NOT_STORED: ReadonlySet<string> = new Set(['replayed', 'key', 'namespace']);
