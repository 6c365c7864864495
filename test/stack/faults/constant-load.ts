import { randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { API_TOKEN } from '../support/stack';

/** A write that was acknowledged; the word occurs in it only. */
export interface Acknowledged {
  readonly tenant: string;
  readonly id: string;
  readonly word: string;
}

/** One answer. */
export interface Answer {
  readonly route: 'remember' | 'recall';
  /** Null where there was none: that is never promised. */
  readonly status: number | null;
  /** The code of the problem, if it was one. */
  readonly code: string;
  /** When it was asked, and how long it took; milliseconds of `performance.now()`. */
  readonly askedAt: number;
  readonly ms: number;
}

const TICK_MS = 50;
const ANSWER_TIMEOUT_MS = 30_000;

/** Callers that do not wait for one another: so many writes and as many recalls a second, whatever becomes of them. */
export class ConstantLoad {
  readonly answers: Answer[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** Most requests that were under way at once. */
  mostUnderWay = 0;
  private readonly pools: readonly Pool[];
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | null = null;
  private sent = 0;
  private stopped: Promise<void> | null = null;

  /** @param urls of the replicas, which take turns */
  constructor(
    urls: readonly string[],
    private readonly tenants: readonly string[],
    private readonly perSecond: number,
  ) {
    const options = { connections: 256, headersTimeout: ANSWER_TIMEOUT_MS, bodyTimeout: ANSWER_TIMEOUT_MS };
    this.pools = urls.map((url) => new Pool(url, options));
  }

  start(): void {
    const start = performance.now();
    this.timer = setInterval(() => {
      const due = ((performance.now() - start) / 1_000) * this.perSecond;
      while (this.sent < due) this.send();
    }, TICK_MS);
  }

  /** Waits for the answers under way. The second call waits for the first. */
  stop(): Promise<void> {
    return (this.stopped ??= this.end());
  }

  private async end(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await Promise.all(this.underWay);
    await Promise.all(this.pools.map((pool) => pool.close()));
  }

  private send(): void {
    const tenant = this.tenants[this.sent % this.tenants.length] ?? 'nobody';
    const pool = this.pools[Math.floor(this.sent / this.tenants.length) % this.pools.length];
    this.sent += 1;
    if (!pool) return;
    for (const request of [this.remember(pool, tenant), this.recall(pool, tenant)]) {
      this.underWay.add(request);
      void request.finally(() => this.underWay.delete(request));
    }
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay.size);
  }

  private async remember(pool: Pool, tenant: string): Promise<void> {
    const word = `w${randomBytes(8).toString('hex')}`;
    const answer = await this.post(pool, tenant, 'remember', { content: `Somebody noted ${word} for later` });
    if (answer) this.acknowledged.push({ tenant, id: (JSON.parse(answer) as { id: string }).id, word });
  }

  private async recall(pool: Pool, tenant: string): Promise<void> {
    await this.post(pool, tenant, 'recall', { query: 'What did somebody note?', k: 3 });
  }

  /** @returns the body of a good answer */
  private async post(
    pool: Pool,
    tenant: string,
    route: Answer['route'],
    body: object,
  ): Promise<string | null> {
    const askedAt = performance.now();
    let status: number | null = null;
    let text = '';
    try {
      const answer = await pool.request({
        method: 'POST',
        path: `/${route}`,
        headers: {
          'Content-Type': 'application/json',
          'X-Tenant-ID': tenant,
          Authorization: `Bearer ${API_TOKEN}`,
        },
        body: JSON.stringify(body),
      });
      text = await answer.body.text();
      status = answer.statusCode;
    } catch {
      // Counted below as no answer.
    }
    const code = /"code":"([A-Z_]+)"/.exec(status !== null && status >= 300 ? text : '')?.[1] ?? '';
    this.answers.push({ route, status, code, askedAt, ms: performance.now() - askedAt });
    return status !== null && status < 300 ? text : null;
  }
}
