import type { OnApplicationShutdown } from '@nestjs/common';
import { BackendFault, type Logger, Outages } from '@somabrain/kernel';
import { Redis } from 'ioredis';
import { answerInTime, NoAnswer } from './answer-in-time';
import { redisFault } from './redis-fault';
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
export class RedisConnection implements OnApplicationShutdown {
  private readonly redis: Redis;
  /** Why there is no connection; null while there is one. */
  private lost: unknown = null;
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
    const outages = Outages.of(logger);
    this.redis.on('error', (err: Error) => {
      this.lost = redisFault(err);
      outages.failed('redis', this.lost instanceof BackendFault ? this.lost.message : err.message, err);
    });
    this.redis.on('ready', () => {
      this.answeredAt = performance.now();
      this.lost = null;
      outages.answered('redis');
    });
  }

  /** Runs a script as one step. @throws BackendFault when Redis does not answer in time, or refuses */
  async run(
    script: RedisScript,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<unknown> {
    try {
      return await this.evaluate(script, keys, values);
    } catch (error) {
      throw this.explained(error);
    }
  }

  /** @throws BackendFault when Redis does not answer. A connection that is just being opened is waited for as long as an answer. */
  async ping(): Promise<void> {
    try {
      if (this.redis.status !== 'ready') await answerInTime(this.opened(), ANSWER_TIMEOUT_MS);
      await this.answer(this.redis.ping());
    } catch (error) {
      throw this.explained(error);
    }
  }

  onApplicationShutdown(): void {
    this.close();
  }

  close(): void {
    this.redis.disconnect();
  }

  private async evaluate(
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

  /** Resolves when the connection is ready. @throws why it was closed */
  private opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      const onReady = (): void => {
        this.redis.off('close', onClose);
        resolve();
      };
      const onClose = (): void => {
        this.redis.off('ready', onReady);
        reject(new Error('Connection is closed.'));
      };
      this.redis.once('ready', onReady).once('close', onClose);
    });
  }

  /** Where there is no connection, why it was lost tells more than that it is gone. */
  private explained(error: unknown): unknown {
    const fault = redisFault(error);
    const isGone = this.redis.status !== 'ready' && this.lost !== null;
    return isGone ? this.lost : fault;
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
