import type { Logger } from '@somabrain/kernel';
import { Redis } from 'ioredis';

const CONNECT_TIMEOUT_MS = 1_000;
const COMMAND_TIMEOUT_MS = 250;
const MOST_RECONNECT_DELAY_MS = 1_000;

export interface RedisSettings {
  /** Connection URL with its password. */
  readonly url: string;
}

/** A Lua script, which Redis runs as one step. */
export interface RedisScript {
  readonly text: string;
}

/**
 * The connection to Redis. It opens in the background and comes back by itself; while it is gone, and where Redis is slow, commands fail at
 * once or within a quarter of a second, so that nobody waits for what they can do without.
 */
export class RedisConnection {
  private readonly redis: Redis;
  /** Names under which scripts were handed to ioredis, which sends their hash and, where Redis does not know it, their text. */
  private readonly names = new Map<RedisScript, string>();
  private lost = false;

  constructor(settings: RedisSettings, logger: Logger) {
    this.redis = new Redis(settings.url, {
      connectionName: 'somabrain',
      connectTimeout: CONNECT_TIMEOUT_MS,
      commandTimeout: COMMAND_TIMEOUT_MS,
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
      if (this.lost) logger.info({}, 'Redis is connected again');
      this.lost = false;
    });
  }

  /** Runs a script as one step. @throws when Redis does not answer in time, or refuses */
  run(script: RedisScript, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> {
    const name = this.names.get(script) ?? this.define(script);
    const commands = this.redis as unknown as Record<string, (...input: unknown[]) => Promise<unknown>>;
    const command = commands[name];
    if (!command) throw new Error(`The script ${name} is not defined`);
    return command.call(this.redis, keys.length, ...keys, ...values);
  }

  /** @throws when Redis does not answer */
  async ping(): Promise<void> {
    await this.redis.ping();
  }

  close(): void {
    this.redis.disconnect();
  }

  private define(script: RedisScript): string {
    const name = `somabrainScript${this.names.size}`;
    this.redis.defineCommand(name, { lua: script.text });
    this.names.set(script, name);
    return name;
  }
}
