import type { RunningApi } from './running-api';

/** A memory as it is answered. */
export interface Memory {
  readonly id: string;
  readonly content: string;
  readonly version: number;
  readonly memory_type: string;
  readonly closed?: { reason: string; superseded_by?: string; valid_until: string; run_id: string };
}

/** A run as it is answered. */
export interface Run {
  readonly run_id: string;
  readonly status: string;
  readonly seen: number;
  readonly total: number;
  readonly counts: Record<string, number>;
  readonly details: { nrem: { pruned: number }; rem: { created: number } };
  readonly mode: string;
  readonly planned: { kind: string; memory_id: string | null; reason: string | null }[];
}

/** The counts of a run that had nothing to do. */
export const NOTHING = {
  near_duplicates: 0,
  superseded: 0,
  summaries: 0,
  summaries_removed: 0,
  links_faded: 0,
  links_removed: 0,
};

/** A session that can be summed up. */
export const TURNS = [
  'The lighthouse project starts in March with a new harbour crane.',
  'Who builds the harbour crane for the lighthouse?',
  'A yard in Gdansk builds the harbour crane for the lighthouse project.',
  'My cat was ill on Sunday.',
  'The lighthouse project needs a permit of the harbour office.',
  'Yes, it does.',
  'The permit of the harbour office for the lighthouse arrives in April.',
];

let tenants = 0;

/** A tenant of its own, and what it does. */
export class Sleeper {
  readonly headers: Record<string, string>;

  constructor(private readonly api: RunningApi) {
    tenants += 1;
    this.headers = { 'X-Tenant-ID': `sleeper-${tenants}` };
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    return (await this.api.post(path, body, this.headers)).json<T>();
  }

  async get<T>(path: string): Promise<T> {
    return (await this.api.get(path, this.headers)).json<T>();
  }

  async remember(content: string, more: object = {}): Promise<string> {
    const { id } = await this.post<{ id: string }>('/remember', { content, user_id: 'u1', ...more });
    return id;
  }

  /** Stores the turns of a session. */
  async tell(session: string): Promise<string[]> {
    const ids: string[] = [];
    for (const [position, content] of TURNS.entries()) {
      ids.push(await this.remember(content, { session_id: session, position, speaker: 'Ana' }));
    }
    return ids;
  }

  memory(id: string): Promise<Memory> {
    return this.get(`/memories/${id}`);
  }

  async recall(query: string, more: object = {}): Promise<{ id: string; content: string; score: number }[]> {
    const { results } = await this.post<{ results: (Memory & { score: number })[] }>('/recall', {
      query,
      ...more,
    });
    return results.map(({ id, content, score }) => ({ id, content, score }));
  }

  sleep(body: object = {}): Promise<Run> {
    return this.post('/sleep/run', body);
  }

  undo(body: object = {}): Promise<{ ok: boolean; run_id: string; restored: number }> {
    return this.post('/sleep/undo', body);
  }
}
