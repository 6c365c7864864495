import { setTimeout as pause } from 'node:timers/promises';

const TURNS = 7;
const QUESTIONS = 3;
/** So that there is something to do all the time, and no more than can be counted. */
const BETWEEN_CHAPTERS_MS = 500;

/** A memory as it is listed and recalled. */
export interface Item {
  readonly id: string;
  readonly content: string;
}

/** An agent of a tenant of its own that tells tales in one session and asks about them. */
export class TalkingAgent {
  /** What it told, in order. */
  readonly told: Item[] = [];
  /** What it did of which the loop is to hear. */
  activities = 0;
  private talking: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly api: { readonly url: string },
    readonly tenant: string,
  ) {}

  /** Turns, then questions: the episode of the turns ends. @returns ids of the turns */
  async tell(name: string): Promise<string[]> {
    const ids: string[] = [];
    for (let turn = 0; turn < TURNS; turn += 1)
      ids.push((await this.remember(`${name}: turn ${turn} of the tale`)).id);
    for (let question = 0; question < QUESTIONS; question += 1) await this.ask('the tale');
    return ids;
  }

  async ask(query: string): Promise<readonly Item[]> {
    const { results } = await this.call<{ results: Item[] }>('POST', '/recall', { query, session_id: 's1' });
    this.activities += 1;
    return results;
  }

  /** Begins to tell chapter after chapter. */
  start(): void {
    this.talking = this.talk();
  }

  /** Resolves when its last chapter is told. @throws what kept it from telling one */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.talking;
  }

  /** Asks the API for its tenant. @throws where the answer is no success */
  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.api.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-Tenant-ID': this.tenant },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  private async talk(): Promise<void> {
    for (let chapter = 0; !this.stopped; chapter += 1) {
      await this.tell(`chapter ${chapter}`);
      await pause(BETWEEN_CHAPTERS_MS);
    }
  }

  private async remember(content: string): Promise<Item> {
    const { id } = await this.call<Item>('POST', '/remember', { content, session_id: 's1' });
    this.activities += 1;
    this.told.push({ id, content });
    return { id, content };
  }
}
