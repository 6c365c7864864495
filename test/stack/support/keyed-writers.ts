import { randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { API_TOKEN } from './stack';

/** A write that was answered. */
export interface KeptWrite {
  readonly tenant: string;
  /** Null for one that has none. */
  readonly key: string | null;
  /** Place among the writes of its writer. */
  readonly number: number;
  /** Occurs in this write only. */
  readonly word: string;
  readonly status: number;
}

const TENANTS = 4;
const PAUSE_MS = 20;

/**
 * Writers that remember one thing after the other: under a key of their own, each time with a new text, and in between something without a key.
 * They take the replicas in turn, and go on with the next where one does not answer.
 */
export class KeyedWriters {
  readonly kept: KeptWrite[] = [];
  /** Answers that were no success. */
  readonly refused: string[] = [];
  private readonly pools: readonly Pool[];
  private readonly running: Promise<void>[];
  private stopped = false;

  constructor(urls: readonly string[], count: number) {
    this.pools = urls.map((url) => new Pool(url, { connections: count }));
    this.running = Array.from({ length: count }, (_, writer) => this.write(writer));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
    await Promise.all(this.pools.map((pool) => pool.destroy()));
  }

  private async write(writer: number): Promise<void> {
    const tenant = `journal-${writer % TENANTS}`;
    for (let number = 1; !this.stopped; number += 1) {
      const pool = this.pools[(writer + number) % this.pools.length];
      const word = `w${randomBytes(8).toString('hex')}`;
      const key = number % 2 === 0 ? null : `key-${writer}`;
      const content = `Number ${number} of writer ${writer} is ${word}`;
      // Items of a session without a place in it are never taken for duplicates.
      const body = key === null ? { content, session_id: `s-${writer}` } : { content, key };
      try {
        const status = await post(pool, tenant, body);
        if (status < 300) this.kept.push({ tenant, key, number, word, status });
        else this.refused.push(`${status} at number ${number} of writer ${writer}`);
      } catch {
        // The process died: what it was asked counts as not acknowledged.
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

async function post(pool: Pool | undefined, tenant: string, body: object): Promise<number> {
  if (!pool) throw new Error('There is no replica');
  const answer = await pool.request({
    method: 'POST',
    path: '/remember',
    headers: {
      'Content-Type': 'application/json',
      'X-Tenant-ID': tenant,
      Authorization: `Bearer ${API_TOKEN}`,
    },
    body: JSON.stringify(body),
  });
  await answer.body.dump();
  return answer.statusCode;
}
