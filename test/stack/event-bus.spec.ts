import { KafkaEventBus } from '@somabrain/events';
import { describeEventBus } from '../contract/event-bus.contract';
import { quietLogger } from '../support/test-database';
import { createTopics, kafkaOfRun, noKafkaObserver } from './kafka';

describe('the event bus on Kafka', () => {
  let bus: KafkaEventBus;

  beforeAll(async () => {
    await createTopics();
    bus = new KafkaEventBus(kafkaOfRun(), noKafkaObserver, quietLogger());
  }, 60_000);
  afterAll(() => bus.close());

  describeEventBus('Kafka', () => bus);
});
