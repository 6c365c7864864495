import { ForgetRequest } from '../../memory/forget-request';
import { present } from './memory-view';
import { SCOPE_ARGUMENTS, scopeIntoFilters } from './scope-arguments';
import type { Tool } from './tool';
import { FLAG, flag, input, INTEGER, output, text, texts } from './tool-schema';

export const FORGET: Tool = {
  name: 'forget',
  title: 'Forget',
  description:
    'Removes memories for good, with all versions and what was derived from them. All conditions given must hold. ' +
    'Use dry_run first where many could be meant.',
  permission: 'memory:delete',
  input: input(
    {
      ids: texts('Ids of the memories.'),
      key: text('Key of the memory.'),
      ...SCOPE_ARGUMENTS,
      namespace: text('Only in this space.'),
      all: flag('Every memory; only without any condition.'),
      dry_run: flag('Only count them.'),
    },
    [],
  ),
  output: output({ dry_run: FLAG, matched: INTEGER, derived: INTEGER, forgotten: INTEGER }, ['forgotten']),
  hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  call: async (memories, { context }, given) => {
    const receipt = await memories.forget(context, ForgetRequest.parse(scopeIntoFilters(given)));
    const { dryRun, matched, derived, digest, auditId } = receipt;
    const forgotten = matched + derived;
    return { dry_run: dryRun, matched, derived, forgotten, ...present({ digest, audit_id: auditId }) };
  },
};
