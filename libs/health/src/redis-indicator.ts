import { BackendIndicator } from './backend-indicator';

/** Asks Redis for a round trip. */
export class RedisIndicator extends BackendIndicator {
  readonly name = 'redis';
  readonly embedded = false;

  constructor(private readonly redis: { ping(): Promise<void> }) {
    super();
  }

  ping(): Promise<void> {
    return this.redis.ping();
  }
}
