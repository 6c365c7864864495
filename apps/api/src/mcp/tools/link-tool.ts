import { addressOf, LinkBody } from '../../links/link-requests';
import { namingEnd } from '../../links/naming-end';
import type { Tool } from './tool';
import { input, number, output, TEXT, text } from './tool-schema';

export const LINK: Tool = {
  name: 'link',
  description: 'Says how one memory relates to another. Name each by key or id.',
  permission: 'memory:write',
  input: input(
    {
      from_key: text('Key it starts at.'),
      from_id: text('Or its id.'),
      to_key: text('Key it leads to.'),
      to_id: text('Or its id.'),
      type: text('Such as part_of. Default: related.'),
      weight: number('Default: 1.'),
      user_id: text('Whose the keys are.'),
      agent_id: text('The same.'),
      namespace: text('Default: default.'),
    },
    [],
  ),
  output: output({ from_id: TEXT }, ['from_id']),
  hints: { destructiveHint: false, idempotentHint: true },
  call: async ({ memories }, caller, given) => {
    const { source, target, namespace, ...link } = LinkBody.parse(given);
    const keysIn = namespace ?? caller.namespace;
    const ends = { source: addressOf(source, keysIn), target: addressOf(target, keysIn) };
    const { sourceId } = await namingEnd({ from: source }, () =>
      memories.link(caller.context, { ...link, ...ends }),
    );
    return { from_id: sourceId, type: link.type };
  },
};
