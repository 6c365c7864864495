import { Problem, type TenantContext } from '@somabrain/kernel';
import type { ForgetQuery, MemoryService } from '@somabrain/memory';
import { ForgetRequest } from '../../memory/forget-request';
import { present } from './memory-view';
import { SCOPE_ARGUMENTS, scopeIntoFilters } from './scope-arguments';
import type { Tool } from './tool';
import { flag, input, INTEGER, output, text, texts } from './tool-schema';

export const FORGET: Tool = {
  name: 'forget',
  description: 'Permanently removes memories that meet all conditions. Use dry_run first.',
  permission: 'memory:delete',
  input: input(
    {
      ids: texts('Ids of the memories.'),
      key: text('Key of the memory.'),
      ...SCOPE_ARGUMENTS,
      namespace: text('Only in this space.'),
      all: flag('All memories; with no condition.'),
      dry_run: flag('Only count them.'),
    },
    [],
  ),
  output: output({ forgotten: INTEGER }, ['forgotten']),
  hints: { destructiveHint: true, idempotentHint: true },
  call: async ({ memories }, { context }, given) => {
    const query = ForgetRequest.parse(scopeIntoFilters(given));
    await requireOne(memories, context, query);
    const receipt = await memories.forget(context, query);
    const { dryRun, matched, derived, digest, auditId } = receipt;
    const forgotten = matched + derived;
    return { dry_run: dryRun, matched, derived, forgotten, ...present({ digest, audit_id: auditId }) };
  },
};

/**
 * An agent that names a key means one memory: where several have it, it must say whose.
 * @throws Problem VALIDATION_FAILED
 */
async function requireOne(
  memories: MemoryService,
  context: TenantContext,
  query: ForgetQuery,
): Promise<void> {
  const { key, ids, filter, dryRun } = query;
  if (key === null || ids !== null || dryRun || Object.keys(filter).length > 0) return;
  const { matched } = await memories.forget(context, { ...query, dryRun: true });
  if (matched <= 1) return;
  const message = `is that of ${matched} memories; name user_id, agent_id or namespace, or their ids`;
  throw new Problem('VALIDATION_FAILED', `key: ${message}`, { errors: [{ field: 'key', message }] });
}
