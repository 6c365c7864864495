import { ForgetRequest } from '../../memory/forget-request';
import { toForgetAnswer } from '../../memory/to-answer';
import { SCOPE_ARGUMENTS, scopeIntoFilters } from './scope-arguments';
import type { Tool } from './tool';
import { flag, input, text, texts } from './tool-schema';

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
  hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  call: async (memories, caller, given) => {
    const receipt = await memories.forget(caller.context, ForgetRequest.parse(scopeIntoFilters(given)));
    return toForgetAnswer(receipt, caller);
  },
};
