import { setImmediate } from 'node:timers/promises';
import { Problem, type ProblemCode } from '@somabrain/kernel';
import type {
  BatchOutcome,
  MemoryService,
  NewMemory,
  Queued,
  Remembered,
  WriteOptions,
} from '@somabrain/memory';
import { type Caller, validationProblem } from '@somabrain/http';
import type { BatchInput } from './batch-request';
import type { BatchItemResult, QueuedBatchAnswer } from './memory-answers';
import { RememberRequest } from './remember-request';
import { inNamespace } from './to-new-memory';

export interface BatchCall {
  readonly batch: BatchInput;
  /** Of items that name none. */
  readonly defaultNamespace: string;
  readonly options: WriteOptions;
}

const LONGEST_TURN_MS = 10;

/** What is the answer to the batch where every item of it was refused with it. */
const REFUSES_ALL: readonly ProblemCode[] = [
  'QUOTA_EXCEEDED',
  'WRITES_QUEUED',
  'DATABASE_UNAVAILABLE',
  'MEMORY_UNAVAILABLE',
  'OVERLOADED',
  'SHUTTING_DOWN',
  'INTERNAL',
];

/** The answer, with a count of queued items where there are some. */
export type AnyBatchAnswer = Omit<QueuedBatchAnswer, 'queued'> & { queued?: number };

/**
 * Stores the items that are valid and says of every other what is wrong with it. `replayed`: every valid item got the answer to an earlier
 * request with the same idempotency key.
 */
export async function rememberBatch(
  service: MemoryService,
  caller: Caller,
  { batch, defaultNamespace, options }: BatchCall,
): Promise<{ answer: AnyBatchAnswer; replayed: boolean }> {
  const { memories, atomic } = batch;
  const items = await checkItems(memories, defaultNamespace);
  const outcomes =
    atomic && items.some(isProblem)
      ? abort(items)
      : await store(service, caller, items, { ...options, atomic });
  const results = outcomes.map(toResult);
  const count = (status: BatchItemResult['status']) =>
    results.filter((result) => result.status === status).length;
  const failed = count('failed');
  const queued = count('queued');
  const taken = outcomes.filter((outcome): outcome is Remembered | Queued => !isProblem(outcome));
  const answer = {
    ok: failed === 0,
    success: failed === 0,
    stored: count('created'),
    updated: count('updated'),
    deduplicated: count('deduplicated'),
    ...(queued > 0 && { queued }),
    failed,
    results,
    errors: results.flatMap(({ index, error }) => (error ? [`memories[${index}]: ${error.detail}`] : [])),
    trace_id: caller.shownTraceId,
  };
  return { answer, replayed: taken.length > 0 && taken.every(({ replayed }) => replayed) };
}

/** Other requests come in between: a thousand items of many fields take a second. */
async function checkItems(items: readonly unknown[], namespace: string): Promise<(NewMemory | Problem)[]> {
  const checked: (NewMemory | Problem)[] = [];
  let pauseAt = performance.now() + LONGEST_TURN_MS;
  for (const item of items) {
    if (performance.now() >= pauseAt) {
      await setImmediate();
      pauseAt = performance.now() + LONGEST_TURN_MS;
    }
    checked.push(checkItem(item, namespace));
  }
  return checked;
}

function checkItem(item: unknown, defaultNamespace: string): NewMemory | Problem {
  const { data, error } = RememberRequest.safeParse(item);
  return data ? inNamespace(data, defaultNamespace) : validationProblem(error.issues);
}

async function store(
  service: MemoryService,
  { context }: Caller,
  items: readonly (NewMemory | Problem)[],
  options: WriteOptions & { readonly atomic: boolean },
): Promise<BatchOutcome> {
  const valid = items.filter((item): item is NewMemory => !isProblem(item));
  const stored = valid.length === 0 ? [] : await service.rememberBatch(context, valid, options);
  for (const code of REFUSES_ALL) {
    const refusals = stored.filter(isProblem).filter((problem) => problem.code === code);
    if (refusals.length > 0 && refusals.length === stored.length) throw refusalOfAll(code, refusals);
  }
  let next = 0;
  return items.map((item) => {
    if (isProblem(item)) return item;
    const outcome = stored[next++];
    if (!outcome) throw new Error('The memory service left items of a batch without an outcome');
    return outcome;
  });
}

/** One problem for all items. Where their fates differ, some may be stored although none is known to be. */
function refusalOfAll(code: ProblemCode, refusals: readonly Problem[]): Problem {
  const [first] = refusals;
  if (first && refusals.every(({ message }) => message === first.message)) return first;
  const detail =
    'No item of the batch is known to be stored, and some may be: sending it again with the same Idempotency-Key stores nothing twice';
  return new Problem(code, detail, { cause: first });
}

function abort(items: readonly (NewMemory | Problem)[]): BatchOutcome {
  const aborted = new Problem(
    'BATCH_ABORTED',
    'Nothing was stored: another item of the atomic batch is not valid',
  );
  return items.map((item) => (isProblem(item) ? item : aborted));
}

function toResult(outcome: Remembered | Queued | Problem, index: number): BatchItemResult {
  if (!isProblem(outcome)) return { index, id: outcome.id, status: outcome.status };
  const { code, definition, message, errors } = outcome;
  return {
    index,
    id: null,
    status: 'failed',
    error: { code, title: definition.title, detail: message, errors: [...errors] },
  };
}

function isProblem(item: object): item is Problem {
  return item instanceof Problem;
}
