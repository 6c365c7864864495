import { type Logger, ServiceError } from '@somabrain/kernel';
import { type Admin, ConfigResourceTypes, KafkaJSAggregateError } from 'kafkajs';
import type { TopicPlan } from '../topic-plan';
import { kafkaClient, type KafkaConnection } from './kafka-client';
import { withAdmin } from './with-admin';

/** How a topic is, beside how it should be. */
export interface TopicState {
  readonly name: string;
  readonly exists: boolean;
  /** A sentence for each thing that is not as planned; none of a topic that does not exist. */
  readonly differences: readonly string[];
}

const PATIENCE = { connectMs: 3_000, requestMs: 15_000, retries: 3 };

/** Creates topics and compares them with what is planned. What exists is never changed. */
export class KafkaTopics {
  private constructor(private readonly admin: Admin) {}

  /** Works on the topics of the brokers. @throws when no broker answers; what `work` threw */
  static async open<T>(
    connection: KafkaConnection,
    logger: Logger,
    work: (topics: KafkaTopics) => Promise<T>,
  ): Promise<T> {
    const kafka = kafkaClient(connection, PATIENCE, logger);
    return withAdmin(kafka, (admin) => work(new KafkaTopics(admin)));
  }

  async compare(plans: readonly TopicPlan[]): Promise<TopicState[]> {
    const present = new Set(await this.admin.listTopics());
    const existing = plans.filter(({ name }) => present.has(name));
    const [shapes, settings] = await Promise.all([this.shapes(existing), this.settings(existing)]);
    return plans.map((plan) => ({
      name: plan.name,
      exists: present.has(plan.name),
      differences: present.has(plan.name)
        ? [
            ...shapeDifferences(plan, shapes.get(plan.name)),
            ...settingDifferences(plan, settings.get(plan.name)),
          ]
        : [],
    }));
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

function shapeDifferences(plan: TopicPlan, shape: Shape | undefined): string[] {
  const differences: string[] = [];
  if (shape && shape.partitions !== plan.partitions) {
    differences.push(`it has ${shape.partitions} partitions, not ${plan.partitions}`);
  }
  if (shape && shape.replicas !== plan.replicationFactor) {
    differences.push(`it has ${shape.replicas} copies, not ${plan.replicationFactor}`);
  }
  return differences;
}

function settingDifferences(plan: TopicPlan, settings: ReadonlyMap<string, string> | undefined): string[] {
  return Object.entries(plan.settings)
    .filter(([name, value]) => settings?.get(name) !== value)
    .map(([name, value]) => `${name} is ${settings?.get(name) ?? 'not known'}, not ${value}`);
}
