import { addressOf, LinkBody } from '../../links/link-requests';
import type { Tool } from './tool';
import { input, number, output, TEXT, text } from './tool-schema';

export const LINK: Tool = {
  name: 'link',
  description: 'Says how one memory relates to another. Name each by its key or its id.',
  permission: 'memory:write',
  input: input(
    {
      from_key: text('Key of the memory it starts at.'),
      from_id: text('Or its id.'),
      to_key: text('Key of the memory it leads to.'),
      to_id: text('Or its id.'),
      type: text('Such as part_of. Default: related.'),
      weight: number('Default: 1.'),
      namespace: text('Default: default.'),
    },
    [],
  ),
  output: output({ from_id: TEXT }, ['from_id']),
  hints: { destructiveHint: false, idempotentHint: true },
  call: async ({ memories }, caller, given) => {
    const { source, target, type, weight, namespace } = LinkBody.parse(given);
    const keysIn = namespace ?? caller.namespace;
    const ends = { source: addressOf(source, keysIn), target: addressOf(target, keysIn) };
    const { sourceId } = await memories.link(caller.context, { ...ends, type, weight });
    return { from_id: sourceId, type };
  },
};
