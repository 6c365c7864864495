import { jsonSchemaOf } from '@somabrain/audit';
import { LOOP_RECORDS } from '@somabrain/cognition';
import type { Topic } from '@somabrain/events';

/** What the cognitive loop publishes, by the names of its channels. */
const CHANNELS = {
  stateUpdates: ['How well the loop predicted which memory came next.', 'BeliefUpdate'],
  agentUpdates: ['How well it predicted who went on, and at what pace.', 'BeliefUpdate'],
  actionUpdates: ['How well it predicted what was done next.', 'BeliefUpdate'],
  nextEvents: ['What it predicts.', 'NextEvent'],
  globalFrame: ['Which prediction is trusted, and by how much: one frame for each activity.', 'GlobalFrame'],
  segments: ['Where episodes end, and what was remembered in them.', 'SegmentBoundary'],
  rewardEvents: ['Rewards of outcomes.', 'RewardEvent'],
  configUpdates: ['How tenants are to learn and explore.', 'ConfigUpdate'],
  teachFeedback: [
    'What people thought of answers. Others publish it; the loop makes rewards of it.',
    'TeachFeedback',
  ],
  episodicSnapshot: ['Episodes that became memories: ids and figures.', 'EpisodeSnapshot'],
} as const satisfies Record<string, readonly [string, keyof typeof LOOP_RECORDS]>;

type ChannelName = keyof typeof CHANNELS;

/** Others publish to it. */
const OF_OTHERS: ReadonlySet<ChannelName> = new Set(['teachFeedback']);

const TRAIT = {
  contentType: 'application/json',
  headers: {
    type: 'object',
    properties: {
      id: { type: 'string', description: 'Repeats have the same: drop what you have seen.' },
      tenant: { type: 'string', description: 'The same as the key.' },
      stream: {
        type: 'string',
        description: 'Mark of the session that it is about; empty: the whole tenant.',
      },
      producer: { type: 'string', description: 'Who made it.' },
      number: {
        type: 'string',
        description: 'Which one it is of this producer, stream and tenant: they only grow.',
      },
    },
  },
  bindings: { kafka: { key: { type: 'string', description: 'The tenant.' }, bindingVersion: '0.5.0' } },
};

/** The channels, operations and components that the loop adds to the document. */
export function loopParts<Channel>(
  channel: (topic: Topic, description: string, messages: readonly string[]) => Channel,
  topics: Readonly<Record<ChannelName, Topic>>,
): {
  channels: Readonly<Record<string, Channel>>;
  operations: object;
  messages: Record<string, { payload: object }>;
  trait: object;
} {
  const names = Object.keys(CHANNELS) as ChannelName[];
  const channels = names.map((name) => {
    const [description, record] = CHANNELS[name];
    return [name, channel(topics[name], description, [record])] as const;
  });
  const operations = names.map((name) => {
    const action = OF_OTHERS.has(name) ? 'receive' : 'send';
    return [
      `${action === 'send' ? 'publish' : 'take'}${name[0]!.toUpperCase()}${name.slice(1)}`,
      operation(action, name),
    ] as const;
  });
  const messages = Object.entries(LOOP_RECORDS).map(([name, schema]) => {
    const traits = [{ $ref: '#/components/messageTraits/ofTheLoop' }];
    return [name, { name, traits, payload: jsonSchemaOf(schema) }] as const;
  });
  return {
    channels: Object.fromEntries(channels),
    operations: Object.fromEntries(operations),
    messages: Object.fromEntries(messages),
    trait: TRAIT,
  };
}

function operation(action: 'send' | 'receive', name: string): object {
  return { action, channel: { $ref: `#/channels/${name}` } };
}
