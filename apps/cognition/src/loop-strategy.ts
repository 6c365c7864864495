import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { StaffedWorker } from '@somabrain/cognition';
import type { KafkaConfiguration } from '@somabrain/config';
import { GroupConsumer, TOPICS } from '@somabrain/events';
import type { Logger } from '@somabrain/kernel';
import type { CognitionMetrics } from '@somabrain/metrics';

/** What was done before there was a worker is no activity that it could have predicted. */
const FROM_NOW_ON = [TOPICS.auditOperations];

/**
 * Kafka as Nest's transport of the workers: each is a consumer group of its own, so that several processes of a role share its work. A batch
 * is done when its worker has taken each message or put it aside; until then it comes again.
 */
export class LoopStrategy extends Server implements CustomTransportStrategy {
  override transportId = Symbol('somabrain.loop');
  private readonly groups: GroupConsumer[];

  constructor(
    kafka: KafkaConfiguration,
    groupPrefix: string,
    private readonly staff: readonly StaffedWorker[],
    metrics: Pick<CognitionMetrics, 'lag'>,
    logger: Logger,
  ) {
    super();
    this.groups = staff.map(({ worker, delivery }) => {
      const topics = [...worker.topics];
      const settings = {
        groupId: `${groupPrefix}-${worker.name}`,
        topics,
        fromNowOn: FROM_NOW_ON.filter((topic) => topics.some((each) => each === topic)),
      };
      const observer = {
        lag: (topic: string, partition: number, messages: number) => {
          metrics.lag(worker.name, topic, partition, messages);
        },
        joined: () => {
          delivery.regained();
        },
      };
      return new GroupConsumer(
        kafka,
        settings,
        (topic, messages, alive) => delivery.deliver(topic, messages, alive),
        observer,
        logger,
      );
    });
  }

  /** Whether every worker gets its messages. */
  get joined(): boolean {
    return this.groups.every((group) => group.joined);
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      for (const group of this.groups) await group.start();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    for (const { delivery } of this.staff) delivery.close();
    await Promise.all(this.groups.map((group) => group.close()));
  }

  on(): never {
    throw new Error('The loop has no events of a client to listen to');
  }

  unwrap<T>(): T {
    throw new Error('The loop has several clients');
  }
}
