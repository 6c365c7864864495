import { createHash } from 'node:crypto';

/** A Lua script, which Redis runs as one step. */
export class RedisScript {
  /** By which Redis knows a script that it ran before. */
  readonly sha1: string;

  constructor(readonly text: string) {
    this.sha1 = createHash('sha1').update(text).digest('hex');
  }
}
