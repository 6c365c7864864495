import { Problem } from '@somabrain/kernel';
import type { BatchOutcome, MemoryService, NewMemory, Remembered } from '@somabrain/memory';
import type { Caller } from '../http/caller.decorator';
import { validationProblem } from '../http/schema-validation.pipe';
import type { BatchInput } from './batch-request';
import type { BatchAnswer, BatchItemResult } from './memory-answers';
import { RememberRequest } from './remember-request';

/** Stores the items that are valid and says of every other what is wrong with it. */
export async function rememberBatch(
  service: MemoryService,
  caller: Caller,
  { memories, atomic }: BatchInput,
  defaultNamespace: string,
): Promise<BatchAnswer> {
  const items = memories.map((item) => checkItem(item, defaultNamespace));
  const outcomes =
    atomic && items.some(isProblem) ? abort(items) : await store(service, caller, items, atomic);
  const results = outcomes.map(toResult);
  const count = (status: BatchItemResult['status']) =>
    results.filter((result) => result.status === status).length;
  const failed = count('failed');
  return {
    ok: failed === 0,
    success: failed === 0,
    stored: count('created'),
    updated: count('updated'),
    deduplicated: count('deduplicated'),
    failed,
    results,
    errors: results.flatMap(({ index, error }) => (error ? [`memories[${index}]: ${error.detail}`] : [])),
    trace_id: caller.shownTraceId,
  };
}

function checkItem(item: unknown, defaultNamespace: string): NewMemory | Problem {
  const { data, error } = RememberRequest.safeParse(item);
  return data ? { ...data, namespace: data.namespace ?? defaultNamespace } : validationProblem(error.issues);
}

async function store(
  service: MemoryService,
  { context }: Caller,
  items: readonly (NewMemory | Problem)[],
  atomic: boolean,
): Promise<BatchOutcome> {
  const valid = items.filter((item): item is NewMemory => !isProblem(item));
  const stored = valid.length === 0 ? [] : await service.rememberBatch(context, valid, { atomic });
  let next = 0;
  return items.map((item) => {
    if (isProblem(item)) return item;
    const outcome = stored[next++];
    if (!outcome) throw new Error('The memory service left items of a batch without an outcome');
    return outcome;
  });
}

function abort(items: readonly (NewMemory | Problem)[]): BatchOutcome {
  const aborted = new Problem(
    'BATCH_ABORTED',
    'Nothing was stored: another item of the atomic batch is not valid',
  );
  return items.map((item) => (isProblem(item) ? item : aborted));
}

function toResult(outcome: Remembered | Problem, index: number): BatchItemResult {
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
