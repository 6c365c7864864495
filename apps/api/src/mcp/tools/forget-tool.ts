import { ForgetRequest } from '../../memory/forget-request';
import { present } from './memory-view';
import { SCOPE_ARGUMENTS, scopeIntoFilters } from './scope-arguments';
import type { Tool } from './tool';
import { flag, input, INTEGER, output, text, texts } from './tool-schema';

export const FORGET: Tool = {
  name: 'forget',
  description:
    'Removes memories for good. All given conditions must hold. Use dry_run first where many could be meant.',
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
    const receipt = await memories.forget(context, ForgetRequest.parse(scopeIntoFilters(given)));
    const { dryRun, matched, derived, digest, auditId } = receipt;
    const forgotten = matched + derived;
    return { dry_run: dryRun, matched, derived, forgotten, ...present({ digest, audit_id: auditId }) };
  },
};
