import { type Logger, ServiceError } from '@somabrain/kernel';
import { type Admin, ConfigResourceTypes, KafkaJSAggregateError } from 'kafkajs';
import type { TopicPlan } from '../topic-plan';
import { TOPICS } from '../topics';
import { kafkaClient, type KafkaConnection } from './kafka-client';
import { withAdmin } from './with-admin';

/** How a topic is, beside how it should be. */
export interface TopicState {
  readonly name: string;
  readonly exists: boolean;
  /** A sentence for each thing that is less than planned; none of a topic that does not exist. */
  readonly differences: readonly string[];
  /** What an operator does about each, such as a command of Kafka. */
  readonly fixes: readonly string[];
  /** Whether what is published there would be lost. */
  readonly losesRecords: boolean;
}

/** One thing that is not as planned. */
interface Difference {
  readonly text: string;
  readonly fix: string;
}

/** A compacted topic keeps the last record of a key alone. */
const CLEANUP = 'cleanup.policy';
const TIMEOUTS = { connectMs: 3_000, requestMs: 15_000, retries: 3 };

/** Creates topics and compares them with what is planned. What exists is never changed. */
export class KafkaTopics {
  private constructor(private readonly admin: Admin) {}

  /** Works on the topics of the brokers. @throws when no broker answers; what `work` threw */
  static async open<T>(
    connection: KafkaConnection,
    logger: Logger,
    work: (topics: KafkaTopics) => Promise<T>,
  ): Promise<T> {
    const kafka = kafkaClient(connection, TIMEOUTS, logger);
    return withAdmin(kafka, (admin) => work(new KafkaTopics(admin)));
  }

  async compare(plans: readonly TopicPlan[]): Promise<TopicState[]> {
    const present = new Set(await this.admin.listTopics());
    const existing = plans.filter(({ name }) => present.has(name));
    const [shapes, settings] = await Promise.all([this.shapes(existing), this.settings(existing)]);
    return plans.map((plan) => {
      const exists = present.has(plan.name);
      const found = exists
        ? [
            ...shapeDifferences(plan, shapes.get(plan.name)),
            ...settingDifferences(plan, settings.get(plan.name)),
          ]
        : [];
      return {
        name: plan.name,
        exists,
        differences: found.map(({ text }) => text),
        fixes: found.map(({ fix }) => fix),
        losesRecords: exists && settings.get(plan.name)?.get(CLEANUP) !== plan.settings[CLEANUP],
      };
    });
  }

  /** Creates topics that do not exist; one that another process creates meanwhile is left to it. @throws ServiceError */
  async create(plans: readonly TopicPlan[]): Promise<void> {
    if (plans.length === 0) return;
    await this.requireBrokers(Math.max(...plans.map(({ replicationFactor }) => replicationFactor)));
    try {
      await this.admin.createTopics({
        topics: plans.map(({ name, partitions, replicationFactor, settings, initialSettings }) => ({
          topic: name,
          numPartitions: partitions,
          replicationFactor,
          configEntries: Object.entries({ ...settings, ...initialSettings }).map(([name, value]) => ({
            name,
            value,
          })),
        })),
      });
    } catch (error) {
      const [first] = error instanceof KafkaJSAggregateError ? error.errors : [];
      throw new ServiceError('The brokers did not create the topics', { cause: first ?? error });
    }
  }

  private async requireBrokers(copies: number): Promise<void> {
    const { brokers } = await this.admin.describeCluster();
    if (brokers.length >= copies) return;
    throw new ServiceError(
      `${copies} copies of a topic need ${copies} brokers, and there are ${brokers.length}: start more, or lower SOMABRAIN_KAFKA_REPLICATION_FACTOR.`,
    );
  }

  private async shapes(plans: readonly TopicPlan[]): Promise<Map<string, Shape>> {
    if (plans.length === 0) return new Map();
    const { topics } = await this.admin.fetchTopicMetadata({ topics: plans.map(({ name }) => name) });
    return new Map(
      topics.map(({ name, partitions }) => [
        name,
        {
          partitions: partitions.length,
          replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        },
      ]),
    );
  }

  private async settings(plans: readonly TopicPlan[]): Promise<Map<string, Map<string, string>>> {
    if (plans.length === 0) return new Map();
    const { resources } = await this.admin.describeConfigs({
      includeSynonyms: false,
      resources: plans.map(({ name, settings }) => ({
        type: ConfigResourceTypes.TOPIC,
        name,
        configNames: Object.keys(settings),
      })),
    });
    return new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
      ]),
    );
  }
}

interface Shape {
  readonly partitions: number;
  /** Of the partition that has fewest. */
  readonly replicas: number;
}

/** More than planned is as good. */
function shapeDifferences(plan: TopicPlan, shape: Shape | undefined): Difference[] {
  const differences: Difference[] = [];
  if (shape && shape.partitions < plan.partitions) {
    differences.push({
      text: `it has ${shape.partitions} partitions, not ${plan.partitions}`,
      fix:
        plan.name === TOPICS.auditOperations
          ? 'keep them: more would break the order of the records of a tenant. Before the first record: delete the topic, and run somabrain topics'
          : `kafka-topics.sh --bootstrap-server HOST:9092 --alter --topic ${plan.name} --partitions ${plan.partitions}`,
    });
  }
  if (shape && shape.replicas < plan.replicationFactor) {
    differences.push({
      text: `it has ${shape.replicas} copies, not ${plan.replicationFactor}`,
      fix: `kafka-reassign-partitions.sh gives ${plan.name} more; or set SOMABRAIN_KAFKA_REPLICATION_FACTOR=${shape.replicas}`,
    });
  }
  return differences;
}

function settingDifferences(
  plan: TopicPlan,
  settings: ReadonlyMap<string, string> | undefined,
): Difference[] {
  return Object.entries(plan.settings)
    .filter(([name, value]) => settings?.get(name) !== value)
    .map(([name, value]) => ({
      text: `${name} is ${settings?.get(name) ?? 'not known'}, not ${value}`,
      fix: `kafka-configs.sh --bootstrap-server HOST:9092 --alter --entity-type topics --entity-name ${plan.name} --add-config ${name}=${value}`,
    }));
}
