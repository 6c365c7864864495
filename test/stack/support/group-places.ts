import { type Topic, TOPICS } from '@somabrain/events';
import { type Admin, Kafka, KafkaJSProtocolError, logLevel } from 'kafkajs';
import { waitFor } from '../../support/wait-for';

/** The workers on the way from activity to episodes, and what each listens to. */
export const LISTENERS = {
  'predictor-state': [TOPICS.auditOperations],
  'predictor-agent': [TOPICS.auditOperations],
  'predictor-action': [TOPICS.auditOperations],
  integrator: [TOPICS.stateUpdates, TOPICS.agentUpdates, TOPICS.actionUpdates, TOPICS.configUpdates],
  segmentation: [TOPICS.globalFrame],
  orchestrator: [TOPICS.segments],
} as const satisfies Readonly<Record<string, readonly Topic[]>>;
export type Listener = keyof typeof LISTENERS;
export const LISTENER_NAMES = Object.keys(LISTENERS) as Listener[];

/** How far a group is in its topics, all partitions together. */
export interface Place {
  /** Messages that there were ever. */
  readonly arrived: number;
  /** Messages that it is done with. */
  readonly taken: number;
}

/** Where the consumer groups of the workers are. */
export class GroupPlaces {
  private constructor(
    private readonly admin: Admin,
    private readonly groupPrefix: string,
  ) {}

  /** @param brokers addresses with commas between them */
  static async open(brokers: string, groupPrefix: string): Promise<GroupPlaces> {
    const addresses = brokers.replaceAll('kafka://', '').split(',');
    const kafka = new Kafka({ clientId: 'tests', brokers: addresses, logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    return new GroupPlaces(admin, groupPrefix);
  }

  /** Lets the groups begin where their topics end now: what others left there is not theirs. */
  async beginNow(): Promise<void> {
    await Promise.all(LISTENER_NAMES.map((name) => this.beginNowOf(name)));
  }

  async now(): Promise<Record<Listener, Place>> {
    // Before the ends: what arrives in between waits.
    const taken = await Promise.all(LISTENER_NAMES.map((name) => this.takenBy(name)));
    const ends = new Map<Topic, number>();
    await Promise.all(
      [...new Set(Object.values(LISTENERS).flat())].map(async (topic) => {
        const partitions = await this.admin.fetchTopicOffsets(topic);
        ends.set(topic, sum(partitions.map(({ high }) => Number(high))));
      }),
    );
    const places = LISTENER_NAMES.map((name, index): [Listener, Place] => {
      const arrived = sum(LISTENERS[name].map((topic) => ends.get(topic) ?? 0));
      return [name, { arrived, taken: taken[index]! }];
    });
    return Object.fromEntries(places) as Record<Listener, Place>;
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }

  private async beginNowOf(name: Listener): Promise<void> {
    for (const topic of LISTENERS[name]) {
      const ends = await this.endsOf(topic);
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await this.admin.setOffsets({ groupId: this.groupOf(name), topic, partitions });
    }
  }

  /** A topic that was created just now may not have its leaders yet. */
  private async endsOf(topic: Topic): ReturnType<Admin['fetchTopicOffsets']> {
    let ends: Awaited<ReturnType<Admin['fetchTopicOffsets']>> = [];
    let why = 'nothing';
    const hasAnswered = async () => {
      try {
        ends = await this.admin.fetchTopicOffsets(topic);
        return true;
      } catch (error) {
        if (!(error instanceof KafkaJSProtocolError && error.retriable)) throw error;
        why = error.message;
        return false;
      }
    };
    await waitFor(hasAnswered, { timeoutMs: 30_000, what: () => `the ends of ${topic}: ${why}` });
    return ends;
  }

  private async takenBy(name: Listener): Promise<number> {
    const read = await this.admin.fetchOffsets({
      groupId: this.groupOf(name),
      topics: [...LISTENERS[name]],
    });
    return sum(read.flatMap(({ partitions }) => partitions.map(({ offset }) => Number(offset))));
  }

  private groupOf(name: Listener): string {
    return `${this.groupPrefix}-${name}`;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
