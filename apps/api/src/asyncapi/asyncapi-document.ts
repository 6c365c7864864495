import {
  AUDIT_STREAMS,
  AuditEventSchema,
  actionsOf,
  auditMessages,
  jsonSchemaOf,
  TOPIC_OF_STREAM,
} from '@somabrain/audit';
import { plannedTopics, type Topic, TOPICS } from '@somabrain/events';
import { pascalCase, renderJson } from '@somabrain/http';
import { VERSION } from '@somabrain/kernel';
import { loopParts } from './loop-channels';
import { UsageEventSchema } from '@somabrain/limits';

const DESCRIPTION = `What SomaBrain publishes to Kafka.

Delivery is at least once: drop events whose \`id\` you have seen. What is left comes in the order of its chain for each tenant.

**Verifying a chain.** Each tenant has one chain a stream. Read the topic of the stream from its beginning, drop repeats, and of each event take \`data\`
without \`decision\`: that is the record. In the order of the topic, \`seq\` counts from 1 without a gap; \`prev_hash\` is the \`hash\` of the record before,
64 zeros in the first; and \`hash\` is SHA-256 over the 32 bytes of \`prev_hash\` followed by the record without \`hash\` in its canonical form (RFC 8785, UTF-8).
Then nothing is missing, changed, doubled or moved. \`somabrain audit verify --from-kafka\` does this.`;

/** How the topics are made in production. */
const PRODUCTION = {
  replicationFactor: 3,
  operationsPartitions: 12,
  cognitionPartitions: 3,
  auditRetentionDays: null,
};

/** The AsyncAPI document of what is published. */
export function asyncApiDocument(): object {
  const loop = loopParts(channel, TOPICS);
  const channels: Readonly<Record<string, Channel>> = { ...auditChannels(), ...loop.channels };
  const { messages, schemas } = namedPayloads({
    ...auditMessages(),
    'tenant.usage': USAGE,
    ...loop.messages,
  });
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'SomaBrain events',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: { ...channels, ...deadLetterChannels(channels) },
    operations: {
      publishAuditOperations: send('auditOperations'),
      publishAuditEvents: send('auditEvents'),
      publishMetricsStreams: send('metricsStreams'),
      ...loop.operations,
      ...deadLetterOperations(Object.keys(channels)),
    },
    components: {
      messages,
      messageTraits: { cloudEvent: CLOUD_EVENT, ofTheLoop: loop.trait },
      schemas: { AuditEvent: jsonSchemaOf(AuditEventSchema), ...schemas },
    },
  };
}

interface Message {
  readonly payload: object;
}

/** The messages with their payloads as schemas that have a name, which generators call types by: `memory.accepted` is `MemoryAccepted`. */
function namedPayloads(messages: Readonly<Record<string, Message>>): {
  messages: Record<string, Message>;
  schemas: Record<string, object>;
} {
  const all = Object.entries(messages);
  return {
    messages: Object.fromEntries(
      all.map(([name, message]) => [
        name,
        { ...message, payload: { $ref: `#/components/schemas/${pascalCase(name)}` } },
      ]),
    ),
    schemas: Object.fromEntries(all.map(([name, { payload }]) => [pascalCase(name), payload])),
  };
}

function auditChannels(): Record<string, Channel> {
  return {
    auditOperations: channel(
      TOPICS.auditOperations,
      'Changes of memories (stream `operations`) and access to them (stream `access`).',
      actionsIn(TOPICS.auditOperations),
    ),
    auditEvents: channel(
      TOPICS.auditEvents,
      'Security and the service itself (stream `events`).',
      actionsIn(TOPICS.auditEvents),
    ),
    metricsStreams: channel(
      TOPICS.metricsStreams,
      'Snapshots of usage, one for each tenant that has changed since its last one.',
      ['tenant.usage'],
    ),
  };
}

/** For each channel the one of what a consumer gave up on. */
function deadLetterChannels(channels: Readonly<Record<string, Channel>>): Record<string, Channel> {
  return Object.fromEntries(
    Object.entries(channels).map(([name, { address, messages }]) => [
      deadLettersOf(name),
      channel(
        `${address}.dlq`,
        `Messages of \`${address}\` that a consumer gave up on, as they were, with the headers \`dead-letter-reason\`, \`dead-letter-worker\` and \`dead-letter-attempts\` beside their own (docs/runbooks/dead-letters.md).`,
        Object.keys(messages),
      ),
    ]),
  );
}

function deadLetterOperations(names: readonly string[]): object {
  return Object.fromEntries(
    names.map((name) => [
      `publish${name[0]?.toUpperCase()}${name.slice(1)}DeadLetters`,
      send(deadLettersOf(name)),
    ]),
  );
}

function deadLettersOf(name: string): string {
  return `${name}DeadLetters`;
}

/** The document as its committed file holds it. */
export function renderAsyncApi(): string {
  return renderJson(asyncApiDocument());
}

const CLOUD_EVENT = {
  contentType: 'application/cloudevents+json',
  headers: {
    type: 'object',
    properties: { 'content-type': { const: 'application/cloudevents+json; charset=UTF-8' } },
    required: ['content-type'],
  },
  bindings: { kafka: { key: { type: 'string', description: 'The tenant.' }, bindingVersion: '0.5.0' } },
};

const USAGE = {
  name: 'somabrain.tenant.usage.v1',
  summary: 'Usage of a tenant.',
  traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
  payload: jsonSchemaOf(UsageEventSchema),
};

interface Channel {
  readonly address: string;
  readonly description: string;
  readonly messages: object;
  readonly bindings: object;
}

function channel(topic: string, description: string, messages: readonly string[]): Channel {
  const plan = plannedTopics(PRODUCTION).find(({ name }) => name === topic);
  return {
    address: topic,
    description,
    messages: Object.fromEntries(messages.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
    bindings: {
      kafka: {
        topic,
        partitions: plan?.partitions,
        replicas: plan?.replicationFactor,
        bindingVersion: '0.5.0',
      },
    },
  };
}

function actionsIn(topic: Topic): string[] {
  return AUDIT_STREAMS.filter((stream) => TOPIC_OF_STREAM[stream] === topic).flatMap(actionsOf);
}

function send(channelName: string): object {
  return { action: 'send', channel: { $ref: `#/channels/${channelName}` } };
}
