import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SERVED_DIMENSIONS = 16;

/** What an embedding server got. */
export interface ReceivedEmbedding {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly model: string;
  readonly input: string[];
}

/** Answers one request in place of the server. */
export type Answer = (response: ServerResponse, received: ReceivedEmbedding) => void;

/** An OpenAI-compatible server whose vectors count the words of a text: the more words two texts share, the closer they are. */
export class EmbeddingServer {
  readonly received: ReceivedEmbedding[] = [];
  /** The most requests that it has had in hand at a time. */
  mostAtATime = 0;
  /** What it does instead of answering as it should. */
  instead: Answer | null = null;
  private atATime = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void this.serve(request, response);
    });
  }

  async start(port = 0): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.atATime += 1;
    this.mostAtATime = Math.max(this.mostAtATime, this.atATime);
    response.on('close', () => {
      this.atATime -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { model, input } = JSON.parse(Buffer.concat(chunks).toString()) as {
      model: string;
      input: string[];
    };
    const { authorization } = request.headers;
    const received = { path: request.url ?? '', authorization, model, input };
    this.received.push(received);
    (this.instead ?? answerEmbeddings)(response, received);
  }
}

/** The answer as it should be, last vector first: the protocol has an index. */
export function answerEmbeddings(response: ServerResponse, { input, model }: ReceivedEmbedding): void {
  const data = input.map((text, index) => ({ object: 'embedding', index, embedding: embeddingOf(text) }));
  const usage = {
    prompt_tokens: input.join(' ').split(' ').length,
    total_tokens: input.join(' ').split(' ').length,
  };
  answerJson(response, 200, { object: 'list', model, data: data.reverse(), usage });
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function embeddingOf(text: string): number[] {
  const vector = new Array<number>(SERVED_DIMENSIONS).fill(0.01);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const hash = [...word].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 65_521, 7);
    vector[hash % SERVED_DIMENSIONS]! += 1;
  }
  return vector;
}
