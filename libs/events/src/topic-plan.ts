import type { KafkaConfiguration } from '@somabrain/config';
import { TOPICS } from './topics';

/** How a topic should be. */
export interface TopicPlan {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Settings that what is promised depends on. */
  readonly settings: Readonly<Record<string, string>>;
  /** Settings that it is created with, and that an operator may change. */
  readonly initialSettings: Readonly<Record<string, string>>;
}

const PARTITIONS = 3;
const DAY_MS = 86_400_000;
/** What the loop of predictors says is of use only for a while. */
const COGNITIVE_UPDATES = [
  TOPICS.stateUpdates,
  TOPICS.agentUpdates,
  TOPICS.actionUpdates,
  TOPICS.configUpdates,
];
const COGNITIVE_EVENTS = [
  TOPICS.nextEvents,
  TOPICS.globalFrame,
  TOPICS.segments,
  TOPICS.rewardEvents,
  TOPICS.teachFeedback,
  TOPICS.episodicSnapshot,
];
const UPDATES_KEPT = keptFor(3 * DAY_MS);
const KEPT = keptFor(30 * DAY_MS);

/** Every topic there is: those that are published to, and for each one for what a consumer gave up on. */
export function plannedTopics(options: KafkaConfiguration['topics']): TopicPlan[] {
  const audit = auditKept(options.auditRetentionDays);
  const topic = (
    name: string,
    partitions: number,
    settings: TopicPlan['settings'],
    initialSettings: TopicPlan['settings'],
  ): TopicPlan => ({
    name,
    partitions,
    replicationFactor: options.replicationFactor,
    settings: { ...lossless(options.replicationFactor), ...settings },
    initialSettings,
  });
  const topics = [
    topic(TOPICS.auditOperations, options.operationsPartitions, audit, {}),
    topic(TOPICS.auditEvents, PARTITIONS, audit, {}),
    topic(TOPICS.metricsStreams, PARTITIONS, {}, KEPT),
    ...COGNITIVE_UPDATES.map((name) => topic(name, options.cognitionPartitions, {}, UPDATES_KEPT)),
    ...COGNITIVE_EVENTS.map((name) => topic(name, options.cognitionPartitions, {}, KEPT)),
  ];
  return topics.flatMap((each) => [each, topic(`${each.name}.dlq`, 1, {}, KEPT)]);
}

/** A record that was acknowledged is still there after the loss of a broker, and the next one of its key does not replace it. */
function lossless(replicationFactor: number): TopicPlan['settings'] {
  return { 'cleanup.policy': 'delete', 'min.insync.replicas': String(Math.max(1, replicationFactor - 1)) };
}

function auditKept(days: number | null): TopicPlan['settings'] {
  return { 'retention.ms': days === null ? '-1' : String(days * DAY_MS), 'retention.bytes': '-1' };
}

function keptFor(milliseconds: number): TopicPlan['settings'] {
  return { 'retention.ms': String(milliseconds) };
}
