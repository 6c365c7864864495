import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { API_TOKEN } from './stack';

/** Something that a caller was not meant to see. */
export interface Failure {
  readonly path: string;
  readonly status: number | null;
  readonly what: string;
}

/**
 * Callers of one address that remember and recall in turn, each as fast as it is answered, until they are stopped.
 * Where a process says that it is overloaded, which the machine of a test may be, they ask again when it says.
 */
export class Callers {
  /** Requests with a good answer. */
  answered = 0;
  private readonly failures: Failure[] = [];
  private readonly written: string[] = [];
  private readonly pool: Pool;
  private readonly running: Promise<void>[];
  private stopped = false;
  private stopping?: Promise<void>;

  constructor(url: string, count: number) {
    this.pool = new Pool(url, { connections: count });
    this.running = Array.from({ length: count }, (_, index) => this.run(`caller-${index % 4}`));
  }

  /** Waits for the answers under way; may be called again. @returns ids of what was written, and what went wrong */
  async stop(): Promise<{ failures: Failure[]; written: string[] }> {
    this.stopped = true;
    this.stopping ??= Promise.all(this.running).then(() => this.pool.close());
    await this.stopping;
    return { failures: this.failures, written: this.written };
  }

  private async run(tenant: string): Promise<void> {
    while (!this.stopped) {
      const word = `w${randomBytes(8).toString('hex')}`;
      const id = await this.post(tenant, '/remember', { content: `Somebody noted ${word}` }, 201);
      if (typeof id.id === 'string') this.written.push(id.id);
      await this.post(tenant, '/recall', { query: word, k: 1 }, 200);
    }
  }

  private async post(
    tenant: string,
    path: string,
    body: object,
    wanted: number,
  ): Promise<Record<string, unknown>> {
    try {
      const answer = await this.pool.request({
        method: 'POST',
        path,
        headers: {
          'Content-Type': 'application/json',
          'X-Tenant-ID': tenant,
          Authorization: `Bearer ${API_TOKEN}`,
        },
        body: JSON.stringify(body),
      });
      const text = await answer.body.text();
      if (answer.statusCode === 503 && text.includes('"code":"OVERLOADED"')) {
        await pause(Number(answer.headers['retry-after']) * 1_000);
        return await this.post(tenant, path, body, wanted);
      }
      if (answer.statusCode !== wanted) {
        this.failures.push({ path, status: answer.statusCode, what: text.slice(0, 300) });
        return {};
      }
      this.answered += 1;
      return JSON.parse(text) as Record<string, unknown>;
    } catch (error) {
      this.failures.push({ path, status: null, what: String(error) });
      return {};
    }
  }
}
