import type { Logger } from '@somabrain/kernel';
import { Redis } from 'ioredis';
import { answerInTime, NoAnswer } from './answer-in-time';
import type { RedisScript } from './redis-script';

const CONNECT_TIMEOUT_MS = 1_000;
const ANSWER_TIMEOUT_MS = 250;
/** A connection that is silent for so long is given up: the machine behind it may be gone without a word. */
const SILENCE_MS = 2_000;
const MOST_RECONNECT_DELAY_MS = 1_000;

export interface RedisSettings {
  /** Connection URL with its password. */
  readonly url: string;
}

/**
 * The connection to Redis. It opens in the background and comes back by itself; while it is gone, and where Redis is slow, commands fail at
 * once or within a quarter of a second, so that nobody waits for what they can do without.
 */
export class RedisConnection {
  private readonly redis: Redis;
  private lost = false;
  private answeredAt = performance.now();

  constructor(settings: RedisSettings, logger: Logger) {
    this.redis = new Redis(settings.url, {
      connectionName: 'somabrain',
      connectTimeout: CONNECT_TIMEOUT_MS,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, MOST_RECONNECT_DELAY_MS),
    });
    this.redis.on('error', (err: Error) => {
      if (!this.lost) logger.warn({ err }, 'the connection to Redis is lost');
      this.lost = true;
    });
    this.redis.on('ready', () => {
      this.answeredAt = performance.now();
      if (this.lost) logger.info({}, 'Redis is connected again');
      this.lost = false;
    });
  }

  /** Runs a script as one step. @throws when Redis does not answer in time, or refuses */
  async run(
    { sha1, text }: RedisScript,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<unknown> {
    try {
      return await this.answer(this.redis.evalsha(sha1, keys.length, ...keys, ...values));
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return this.answer(this.redis.eval(text, keys.length, ...keys, ...values));
    }
  }

  /** @throws when Redis does not answer */
  async ping(): Promise<void> {
    await this.answer(this.redis.ping());
  }

  close(): void {
    this.redis.disconnect();
  }

  private async answer<T>(command: Promise<T>): Promise<T> {
    try {
      const answer = await answerInTime(command, ANSWER_TIMEOUT_MS);
      this.answeredAt = performance.now();
      return answer;
    } catch (error) {
      if (error instanceof NoAnswer && performance.now() - this.answeredAt > SILENCE_MS) this.reconnect();
      throw error;
    }
  }

  private reconnect(): void {
    this.answeredAt = performance.now();
    this.redis.disconnect(true);
  }
}
