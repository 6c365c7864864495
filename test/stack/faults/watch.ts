import { setTimeout as pause } from 'node:timers/promises';
import { API_TOKEN } from '../support/stack';
import type { ServerName } from './fault';

const PERIOD_MS = 250;
const MIB = 1024 * 1024;

/** What operators saw of one process at one moment. Times are milliseconds of `performance.now()`. */
interface Sight {
  readonly at: number;
  /** Which replica of the API. */
  readonly url: string;
  readonly live: number | null;
  /** What /health/ready says, such as `ready` or `opa_down`. */
  readonly readiness: string;
  /** Flags such as `redis_ok`. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** Looks at the health of the replicas of the API four times a second, and at the memory of all processes. */
export class Watch {
  private readonly sights: Sight[] = [];
  /** Most resident memory that any process had, in MiB. */
  peakMib = 0;
  private stopped = false;
  private readonly running: Promise<void>[];

  constructor(
    private readonly apis: readonly string[],
    memories: readonly string[],
  ) {
    this.running = [
      ...apis.map((url) => this.everyPeriod(() => this.look(url))),
      ...[...apis, ...memories].map((url) => this.everyPeriod(() => this.weigh(url))),
    ];
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  /** Milliseconds from a moment until every replica said that the server is, or is not, well; null: one has not yet. */
  saidOf(server: ServerName, well: boolean, since: number): number | null {
    const firsts = this.apis.map((url) =>
      this.sights.find(
        (sight) => sight.url === url && sight.at > since && sight.flags[`${server}_ok`] === well,
      ),
    );
    const times = firsts.flatMap((sight) => (sight ? sight.at - since : []));
    return times.length === this.apis.length ? Math.max(...times) : null;
  }

  /** Everything that /health/ready said between two moments. */
  readinessBetween(from: number, to: number): string[] {
    const seen = this.sights.filter(({ at }) => at >= from && at <= to);
    return [...new Set(seen.map(({ readiness }) => readiness))];
  }

  /** Statuses of /health/live. */
  get liveness(): (number | null)[] {
    return [...new Set(this.sights.map(({ live }) => live))];
  }

  private async everyPeriod(work: () => Promise<void>): Promise<void> {
    while (!this.stopped) {
      await work();
      await pause(PERIOD_MS);
    }
  }

  private async look(url: string): Promise<void> {
    const [live, ready, health] = await Promise.all([
      ask(`${url}/health/live`),
      ask(`${url}/health/ready`),
      ask(`${url}/health`),
    ]);
    const at = performance.now();
    const { status = 'silent' } = ready.json as { status?: string };
    this.sights.push({ at, url, live: live.status, readiness: status, flags: health.json });
  }

  private async weigh(url: string): Promise<void> {
    const { text } = await ask(`${url}/metrics`);
    const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
    if (bytes) this.peakMib = Math.max(this.peakMib, Number(bytes) / MIB);
  }
}

/** @returns no status where there is no answer in five seconds */
async function ask(
  url: string,
): Promise<{ status: number | null; text: string; json: Record<string, unknown> }> {
  try {
    const answer = await fetch(url, {
      headers: { Authorization: `Bearer ${API_TOKEN}` },
      signal: AbortSignal.timeout(5_000),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, text, json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
  } catch {
    return { status: null, text: '', json: {} };
  }
}
