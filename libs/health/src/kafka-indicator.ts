import { BackendIndicator } from './backend-indicator';

/** Asks the brokers of Kafka. */
export class KafkaIndicator extends BackendIndicator {
  readonly name = 'kafka';
  readonly embedded = false;

  constructor(private readonly kafka: { ping(): Promise<void> }) {
    super();
  }

  ping(): Promise<void> {
    return this.kafka.ping();
  }
}
