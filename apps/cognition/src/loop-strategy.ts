import { Inject, Injectable } from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { LOOP_WORKERS, type RunningWorker } from '@somabrain/cognition';
import { Configuration } from '@somabrain/config';
import { GroupConsumer, TOPICS } from '@somabrain/events';
import { Logger, ServiceError } from '@somabrain/kernel';
import { CognitionMetrics } from '@somabrain/metrics';

/** What was done before there was a worker is no activity that it could have predicted. */
const FROM_NOW_ON = [TOPICS.auditOperations];

/**
 * Kafka as Nest's transport of the workers: each is a consumer group of its own, so that several processes of a role share its work. A batch
 * is done when its worker has taken each message or put it aside; until then it comes again.
 */
@Injectable()
export class LoopStrategy extends Server implements CustomTransportStrategy {
  override transportId = Symbol('somabrain.loop');
  private readonly groups: GroupConsumer[];

  /** @throws ServiceError where no Kafka is configured */
  constructor(
    { kafka, cognition }: Configuration,
    @Inject(LOOP_WORKERS) private readonly workers: readonly RunningWorker[],
    metrics: CognitionMetrics,
    logger: Logger,
  ) {
    super();
    if (!kafka) throw new ServiceError('A process of the cognitive loop needs SOMABRAIN_KAFKA_URL');
    this.groups = workers.map(({ worker, delivery }) => {
      const topics = [...worker.topics];
      const settings = {
        groupId: `${cognition.consumerGroup}-${worker.name}`,
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
        (batches, alive) => delivery.deliverAll(batches, alive),
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
    for (const { delivery } of this.workers) delivery.close();
    await Promise.all(this.groups.map((group) => group.close()));
  }

  on(): never {
    throw new Error('The loop has no events of a client to listen to');
  }

  unwrap<T>(): T {
    throw new Error('The loop has several clients');
  }
}
