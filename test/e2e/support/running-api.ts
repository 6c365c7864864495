import { setTimeout as pause } from 'node:timers/promises';

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. @throws SyntaxError when it is none */
  json<T = Record<string, unknown>>(): T;
}

const MOST_TRIES = 20;

/** A service under test, spoken to over HTTP only. */
export class RunningApi {
  constructor(
    readonly url: string,
    private readonly lines: readonly string[],
    private readonly close: () => Promise<void>,
  ) {}

  /** What it logged so far. */
  get log(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  /** Posts a value as JSON. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.postText(path, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
  }

  /** Posts bytes as they are. */
  postText(path: string, body: string | Uint8Array, headers: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, { body, headers });
  }

  /** As clients are told to, asks again where a process has too much to do: on a slow machine that is soon. */
  async send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    let answer = await this.sendOnce(method, path, init);
    for (let tries = 1; isOverloaded(answer) && tries < MOST_TRIES; tries += 1) {
      await pause(Number(answer.headers.get('Retry-After')) * 1_000);
      answer = await this.sendOnce(method, path, init);
    }
    return answer;
  }

  async sendOnce(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, { ...init, method });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: <T>() => JSON.parse(text) as T,
    };
  }

  stop(): Promise<void> {
    return this.close();
  }
}

function isOverloaded({ status, text }: Answer): boolean {
  return status === 503 && text.includes('"code":"OVERLOADED"');
}
