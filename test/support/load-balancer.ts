import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';

const CHECK_MS = 200;
const CHECK_TIMEOUT_MS = 2_000;
/** So many checks in a row must fail, two seconds of them, before a server gets nothing more: one that is busy for a moment keeps its share. */
const FAILURES_TO_LEAVE = 10;
/** A server that says so is left at once, as clusters do with one that they end. */
const STOPPING = '"stopping"';

/** A server behind the balancer. */
interface Upstream {
  readonly url: string;
  ready: boolean;
  failures: number;
  /** What its last check told. */
  told: string;
  served: number;
}

/**
 * Shares requests out between servers whose /health/ready is 200, which it asks five times a second. Like the balancers of clusters it sends
 * a request to another server only where a connection was refused: one that was sent is not sent again.
 */
export class LoadBalancer {
  private next = 0;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly server: Server,
    private readonly upstreams: readonly Upstream[],
  ) {
    server.on('request', (incoming, outgoing) => void this.serve(incoming, outgoing));
    this.timer = setInterval(() => void this.check(), CHECK_MS);
  }

  static async start(urls: readonly string[]): Promise<LoadBalancer> {
    const server = createServer({ keepAliveTimeout: 75_000 }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const upstreams = urls.map((url) => ({ url, ready: false, failures: 0, told: '', served: 0 }));
    const balancer = new LoadBalancer(server, upstreams);
    await balancer.check();
    return balancer;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The balancer does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** How many requests each server answered, in the order they were given. */
  get served(): number[] {
    return this.upstreams.map(({ served }) => served);
  }

  /** How many servers take requests. */
  get ready(): number {
    return this.upstreams.filter(({ ready }) => ready).length;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.server.closeAllConnections();
    this.agent.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private async check(): Promise<void> {
    await Promise.all(
      this.upstreams.map(async (upstream) => {
        const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
        const ready = await fetch(`${upstream.url}/health/ready`, { signal }).then(
          async (answer) => {
            upstream.told = `${answer.status} ${await answer.text()}`;
            return answer.ok;
          },
          (error: unknown) => {
            upstream.told = String(error);
            return false;
          },
        );
        upstream.failures = ready ? 0 : upstream.failures + 1;
        if (ready) upstream.ready = true;
        else if (upstream.failures >= FAILURES_TO_LEAVE || upstream.told.includes(STOPPING))
          upstream.ready = false;
      }),
    );
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming).catch(() => null);
    if (body === null) return; // the client went away in the middle of its request
    const ready = this.upstreams.filter((upstream) => upstream.ready);
    this.next += 1;
    for (let attempt = 0; attempt < ready.length; attempt += 1) {
      const upstream = ready[(this.next + attempt) % ready.length];
      if (!upstream) continue;
      const outcome = await this.forward(upstream, incoming, body, outgoing);
      if (outcome !== 'refused') return;
    }
    const told = this.upstreams.map((upstream) => upstream.told).join('; ');
    outgoing.writeHead(503, { 'Content-Type': 'text/plain' }).end(`no server is ready: ${told}`);
  }

  private forward(
    upstream: Upstream,
    { method, url = '/', headers }: IncomingMessage,
    body: Buffer,
    outgoing: ServerResponse,
  ): Promise<'answered' | 'refused'> {
    return new Promise((resolve) => {
      const options = { method, headers: { ...headers, connection: 'keep-alive' }, agent: this.agent };
      const sent = request(`${upstream.url}${url}`, options, (answer) => {
        upstream.served += 1;
        const { connection, ...passed } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, connection === 'close' ? passed : answer.headers);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
        resolve('answered');
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') {
          resolve('refused');
          return;
        }
        if (outgoing.headersSent) outgoing.destroy();
        else
          outgoing
            .writeHead(502, { 'Content-Type': 'text/plain' })
            .end(`the server broke off: ${error.code}`);
        resolve('answered');
      });
      sent.end(body);
    });
  }
}
