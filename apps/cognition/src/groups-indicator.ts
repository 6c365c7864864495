import { BackendIndicator } from '@somabrain/health';
import type { LoopStrategy } from './loop-strategy';

/** Kafka is there for a worker when it brings it messages. */
export class GroupsIndicator extends BackendIndicator {
  readonly name = 'kafka';
  readonly embedded = false;

  constructor(private readonly strategy: Pick<LoopStrategy, 'joined'>) {
    super();
  }

  ping(): Promise<void> {
    if (this.strategy.joined) return Promise.resolve();
    return Promise.reject(new Error('a worker is no member of its consumer group'));
  }
}
