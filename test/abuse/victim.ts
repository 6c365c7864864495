import { Pool } from 'undici';

/** Within its rate, and often enough that the p99 of two seconds is not the slowest request alone. */
const EVERY_MS = 25;
/** Kept open from the first, as clients do: Node takes one new connection a turn, so a new one waits for all that were opened before it. */
const CONNECTIONS = 16;
const PATIENCE_MS = 10_000;
/** A service that has just started is slow until it has answered a few: so many in a row, none of which took longer. */
const WARM_REQUESTS = 40;
const WARM_MS = 500;

/** What became of the victim's requests. Milliseconds. */
export interface Experience {
  readonly requests: number;
  /** 0 to 1. */
  readonly success: number;
  readonly p99: number;
  /** What was not as it should be, and how often. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Somebody with a token who remembers and recalls all the time, whatever others do. */
export class Victim {
  private readonly pool: Pool;
  private latencies: number[] = [];
  private readonly failures = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;
  private sent = 0;

  constructor(
    url: string,
    private readonly token: string,
  ) {
    this.pool = new Pool(url, { connections: CONNECTIONS });
    for (let connection = 0; connection < CONNECTIONS; connection += 1) this.begin();
    this.timer = setInterval(() => {
      this.begin();
    }, EVERY_MS);
  }

  /** Whether the service answers promptly by now. */
  get isServed(): boolean {
    const last = this.latencies.slice(-WARM_REQUESTS);
    return last.length === WARM_REQUESTS && Math.max(...last) < WARM_MS;
  }

  /** From now on it counts. */
  count(): void {
    this.latencies = [];
    this.failures.clear();
    this.sent = 0;
  }

  /** Ends when every request has its answer. */
  async stop(): Promise<Experience> {
    clearInterval(this.timer);
    await Promise.all(this.underWay);
    await this.pool.close();
    const sorted = this.latencies.sort((one, other) => one - other);
    const failed = [...this.failures.values()].reduce((sum, count) => sum + count, 0);
    return {
      requests: this.sent,
      success: 1 - failed / Math.max(1, this.sent),
      p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Infinity,
      failures: this.failures,
    };
  }

  private begin(): void {
    const request = this.send().finally(() => this.underWay.delete(request));
    this.underWay.add(request);
  }

  private async send(): Promise<void> {
    this.sent += 1;
    const [path, body] =
      this.sent % 2 === 0
        ? ['/recall', { query: 'where the keys are' }]
        : ['/remember', { content: `The keys are in drawer ${this.sent}` }];
    const began = performance.now();
    try {
      const answer = await this.pool.request({
        method: 'POST',
        path,
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.token}` },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await answer.body.dump();
      if (answer.statusCode >= 300) this.fail(`${path} ${answer.statusCode}`);
    } catch (error) {
      this.fail(`${path} ${error instanceof Error ? error.message : String(error)}`);
    }
    this.latencies.push(performance.now() - began);
  }

  private fail(how: string): void {
    this.failures.set(how, (this.failures.get(how) ?? 0) + 1);
  }
}
