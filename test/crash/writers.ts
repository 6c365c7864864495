import { randomBytes } from 'node:crypto';
import { Pool } from 'undici';

/** A write that the service acknowledged. `word` occurs in this memory only. */
export interface Acknowledged {
  readonly tenant: string;
  readonly id: string;
  readonly word: string;
}

/** Clients that remember one thing after the other, some in batches, until the service is gone. */
export class Writers {
  private readonly acknowledged: Acknowledged[] = [];
  private readonly pool: Pool;
  private readonly running: Promise<void>[];
  private stopped = false;

  constructor(
    url: string,
    tenants: readonly string[],
    count: number,
    private readonly round: number,
  ) {
    this.pool = new Pool(url, { connections: count });
    this.running = Array.from({ length: count }, (_, index) => {
      const tenant = tenants[index % tenants.length] ?? 'crash';
      return this.write(tenant, index % 8 === 0 ? 5 : 1);
    });
  }

  /** How many memories the service has acknowledged so far. */
  get count(): number {
    return this.acknowledged.length;
  }

  /** Call when the service is dead. @returns what it had acknowledged */
  async finish(): Promise<Acknowledged[]> {
    this.stopped = true;
    await Promise.all(this.running);
    await this.pool.destroy();
    return this.acknowledged;
  }

  private async write(tenant: string, batch: number): Promise<void> {
    while (!this.stopped) {
      const words = Array.from({ length: batch }, () => `w${randomBytes(8).toString('hex')}`);
      const memories = words.map((word) => ({
        content: `In round ${this.round} somebody noted ${word} for later`,
      }));
      try {
        const ids = await this.post(tenant, memories);
        ids.forEach((id, index) => this.acknowledged.push({ tenant, id, word: words[index] ?? '' }));
      } catch {
        return; // the service died: what was not answered counts as not acknowledged
      }
    }
  }

  private async post(tenant: string, memories: { content: string }[]): Promise<string[]> {
    const batch = memories.length > 1;
    const response = await this.pool.request({
      method: 'POST',
      path: batch ? '/remember/batch' : '/remember',
      headers: { 'content-type': 'application/json', 'x-tenant-id': tenant },
      body: JSON.stringify(batch ? { memories } : memories[0]),
    });
    const answer = (await response.body.json()) as { id: string; results: { id: string }[] };
    if (response.statusCode >= 300) throw new Error(`answered ${response.statusCode}`);
    return batch ? answer.results.map((result) => result.id) : [answer.id];
  }
}
