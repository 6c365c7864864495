import { newId } from '@somabrain/kernel';
import type { Answer, RunningApi } from '../e2e/support/running-api';

const TENANTS = ['ana', 'ben', 'chen', 'dora', 'emil'];

/** A memory that a service has acknowledged. */
export interface Acknowledged {
  readonly tenant: string;
  readonly id: string;
  readonly content: string;
}

/** Writes new memories and new versions, recalls and reads, several at once, at services that are added and taken away. */
export class MixedLoad {
  /** The newest text of each memory, by its id. */
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Answers that are no success, and requests that had none. */
  readonly errors: string[] = [];
  requests = 0;
  private stopped = false;
  private readonly workers: Promise<void>[];

  /** @param services asked in turn; the list may change meanwhile */
  constructor(
    private readonly services: readonly RunningApi[],
    workers: number,
  ) {
    this.workers = Array.from({ length: workers }, (_, worker) => this.work(worker));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.workers);
  }

  private async work(worker: number): Promise<void> {
    for (let round = 0; !this.stopped; round += 1) {
      const tenant = TENANTS[(worker + round) % TENANTS.length] ?? 'ana';
      const content = `Note ${newId()} of worker ${worker}`;
      // Each worker has keys of its own, so that the last text of a memory is known.
      const key = round % 4 === 0 ? `worker.${worker}.${round % 16}` : undefined;
      const written = await this.ask((api) =>
        api.post('/remember', { content, key }, { 'X-Tenant-ID': tenant }),
      );
      if (!written) continue;
      const { id } = written.json<{ id: string }>();
      this.acknowledged.set(id, { tenant, id, content });
      // The next service answers: what one has acknowledged, all find.
      const found = await this.ask((api) =>
        api.post('/recall', { query: content, k: 3 }, { 'X-Tenant-ID': tenant }),
      );
      if (found && !found.json<{ results: { id: string }[] }>().results.some((result) => result.id === id))
        this.errors.push(`${id} of ${tenant} was not found by the next recall`);
      await this.ask((api) => api.get(`/memories/${id}`, { 'X-Tenant-ID': tenant }));
    }
  }

  private async ask(request: (api: RunningApi) => Promise<Answer>): Promise<Answer | undefined> {
    const api = this.services[this.requests % this.services.length];
    if (!api) throw new Error('There is no service to ask');
    this.requests += 1;
    try {
      const answer = await request(api);
      if (answer.status < 300) return answer;
      const { code, detail } = answer.json<{ code: string; detail: string }>();
      this.errors.push(`${answer.status} ${code}: ${detail}`);
    } catch (error) {
      this.errors.push(String(error));
    }
    return undefined;
  }
}
