import type { Answer, BenchService } from '../perf/bench-service';
import { batchOf, questions, texts } from '../perf/bench-data';
import { seededRandom } from '../perf/texts';

export const TENANTS = 24;
/** Keys of a tenant: what it remembers under them is updated over and over, so that the memories it has stay about as many. */
const KEYS = 2_000;
const TTL_SECONDS = 30;
const CALLERS = 8;
/** Milliseconds between an answer and the caller's next request. */
const PAUSE_MS = 40;

/** How often each operation was answered, and how often not as it should be. */
export interface Tally {
  readonly done: Record<string, number>;
  readonly refused: string[];
}

type Action = (tenant: string) => Promise<Answer>;

/** Out of a hundred operations. */
const SHARES = { recall: 45, update: 30, expiring: 15, patch: 6, batch: 2, forget: 2 } as const;

/** Tenants that recall, update, let expire, correct and forget, until it is stopped. */
export class MixedLoad {
  readonly tally: Tally = { done: {}, refused: [] };
  private stopped = false;
  private readonly random = seededRandom(21);
  private readonly text = texts(22);
  private readonly question = questions(23);
  /** The memory that each tenant remembered last. */
  private readonly latest = new Map<string, string>();

  constructor(private readonly service: BenchService) {}

  /** Every key of every tenant, once. */
  async fill(): Promise<void> {
    for (let tenant = 0; tenant < TENANTS; tenant += 1)
      for (let key = 0; key < KEYS; key += 500) {
        const { memories } = batchOf(this.text);
        const keyed = memories.map((memory, index) => ({ ...memory, key: `note-${key + index}` }));
        await this.service.post('/remember/batch', tenantName(tenant), { memories: keyed });
      }
  }

  async run(): Promise<void> {
    await Promise.all(
      Array.from({ length: CALLERS }, async () => {
        while (!this.stopped) {
          await this.one();
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        }
      }),
    );
  }

  stop(): void {
    this.stopped = true;
  }

  private async one(): Promise<void> {
    const name = this.pick();
    const { status, text } = await this.actions[name](tenantName(this.below(TENANTS)));
    this.tally.done[name] = (this.tally.done[name] ?? 0) + 1;
    if (status >= 300) this.tally.refused.push(`${name}: ${status} ${text.slice(0, 200)}`);
  }

  private readonly actions: Readonly<Record<keyof typeof SHARES, Action>> = {
    recall: (tenant) => this.service.exchange('/recall', tenant, { query: this.question() }),
    update: async (tenant) => {
      const memory = { content: this.text(), key: `note-${this.below(KEYS)}` };
      const answer = await this.service.exchange('/remember', tenant, memory);
      if (answer.status < 300) this.latest.set(tenant, (JSON.parse(answer.text) as { id: string }).id);
      return answer;
    },
    expiring: (tenant) =>
      this.service.exchange('/remember', tenant, { content: this.text(), ttl_seconds: TTL_SECONDS }),
    patch: (tenant) => {
      const id = this.latest.get(tenant);
      if (id === undefined) return this.actions.update(tenant);
      return this.service.patch(`/memories/${id}`, tenant, { importance: this.random() });
    },
    batch: (tenant) => {
      const memories = batchOf(this.text, 50).memories.map((memory) => ({ ...memory, tags: ['scratch'] }));
      return this.service.exchange('/remember/batch', tenant, { memories });
    },
    forget: (tenant) => this.service.exchange('/forget', tenant, { filters: { tags: ['scratch'] } }),
  };

  private pick(): keyof typeof SHARES {
    let left = this.random() * 100;
    for (const [name, share] of Object.entries(SHARES) as [keyof typeof SHARES, number][]) {
      if ((left -= share) < 0) return name;
    }
    return 'recall';
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }
}

/** Milliseconds after which nothing is left of what was to expire: its time, and the sweep. */
export const EXPIRED_MS = (TTL_SECONDS + 5) * 1_000;

export function tenantName(tenant: number): string {
  return `bench-soak-${tenant}`;
}
