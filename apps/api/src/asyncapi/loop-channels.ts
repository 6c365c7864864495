import { jsonSchemaOf } from '@somabrain/audit';
import { LOOP_RECORDS } from '@somabrain/cognition';
import type { Topic } from '@somabrain/events';

/** What the cognitive loop publishes, by the names of its channels. */
const CHANNELS = {
  stateUpdates: ['How well the loop predicted the next memory.', 'BeliefUpdate'],
  agentUpdates: ['How well it predicted the next actor and its pace.', 'BeliefUpdate'],
  actionUpdates: ['How well it predicted the next action.', 'BeliefUpdate'],
  nextEvents: ['Its predictions.', 'NextEvent'],
  globalFrame: ['The weights of the predictions: one frame for each activity.', 'GlobalFrame'],
  segments: ['Ends of episodes, with the memories remembered in them.', 'SegmentBoundary'],
  rewardEvents: ['Rewards of outcomes.', 'RewardEvent'],
  configUpdates: ['Settings of learning and exploration of tenants.', 'ConfigUpdate'],
  teachFeedback: [
    'Ratings of answers by people. Your producers publish them; the loop turns them into rewards.',
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
      id: { type: 'string', description: 'Repetitions have the same id: drop those that you have seen.' },
      tenant: { type: 'string', description: 'The same as the key.' },
      stream: {
        type: 'string',
        description: 'Mark of the session; empty: the whole tenant.',
      },
      producer: { type: 'string', description: 'Who made it.' },
      number: {
        type: 'string',
        description: 'Number of the message for this producer, stream and tenant. Numbers only grow.',
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
