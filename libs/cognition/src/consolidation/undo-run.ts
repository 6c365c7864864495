import type { TenantContext } from '@somabrain/kernel';
import type {
  ConsolidationStep,
  MemoryService,
  RunChange,
  StoredMemories,
  WeighedLink,
} from '@somabrain/memory';

/** Changes taken back in one transaction. */
const CHANGES_AT_ONCE = 20;

interface UndoParts {
  readonly memories: MemoryService;
  readonly stored: StoredMemories;
  readonly now: () => number;
}

type MemoryChange = Exclude<RunChange, { kind: 'weighed' }>;

/**
 * Undoes the changes of a run. Later changes stay. After an interruption the undo can be repeated.
 * @returns how many changes were taken back
 */
export async function undoRun(context: TenantContext, run: string, parts: UndoParts): Promise<number> {
  let restored = 0;
  for await (const page of parts.stored.runChanges(context.tenant, run)) {
    for (let start = 0; start < page.length; start += CHANGES_AT_ONCE) {
      restored += await undoChanges(context, run, page.slice(start, start + CHANGES_AT_ONCE), parts);
    }
  }
  return restored;
}

async function undoChanges(
  context: TenantContext,
  run: string,
  changes: readonly RunChange[],
  parts: UndoParts,
): Promise<number> {
  const steps: ConsolidationStep[] = [];
  const links: WeighedLink[] = [];
  let restored = 0;
  for (const change of changes) {
    // A link fades anew from now on.
    if (change.kind === 'weighed') links.push({ ...change.link, weighedAt: parts.now() });
    else if (change.kind === 'closed') steps.push({ kind: 'reopen', id: change.memoryId });
    else restored += await undoSummary(context, run, change, parts);
  }
  if (links.length > 0) steps.push({ kind: 'weigh', links, undone: true });
  if (steps.length === 0) return restored;
  const { done } = await parts.memories.consolidate(context, { run, steps });
  return restored + countDone(steps, done);
}

/** Closes a summary that the run made, so that the next run does not make it again; reverts one that it updated. */
async function undoSummary(
  context: TenantContext,
  run: string,
  { memoryId: id, version }: MemoryChange,
  { memories, stored, now }: UndoParts,
): Promise<number> {
  const summary = (await stored.withIds(context.tenant, [id])).get(id);
  if (summary?.version !== version || summary.closed) return 0;
  if (version > 1) {
    await memories.restore(context, id, null);
    return 1;
  }
  const closure = { reason: 'undone', supersededBy: null, validUntil: now() };
  const { done } = await memories.consolidate(context, {
    run,
    steps: [{ kind: 'close', id, version, closure }],
  });
  return done.filter(Boolean).length;
}

function countDone(steps: readonly ConsolidationStep[], done: readonly boolean[]): number {
  return steps.reduce((sum, step, index) => {
    if (!done[index]) return sum;
    return sum + (step.kind === 'weigh' ? step.links.length : 1);
  }, 0);
}
