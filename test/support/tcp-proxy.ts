import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** How a server behind the proxy seems to be. */
export type Behaviour =
  | 'well'
  /** It is gone: connections are refused or break. */
  | 'gone'
  /** It takes connections and never answers. */
  | 'frozen'
  /** It does what it is asked, and its answers are lost with the connection. */
  | 'mute'
  /** It answers what nobody understands. */
  | 'garbage';

/** What becomes of the bytes that a server sends over one connection. */
export type Rewrite = (chunk: Buffer) => Buffer;

/** Stands between a client and a server, and makes the server seem gone, frozen, slow or mad. */
export class TcpProxy {
  /** Milliseconds by which each answer is late. */
  delayMs = 0;
  private behaviour: Behaviour = 'well';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
    private readonly rewriting: (port: number) => Rewrite,
  ) {
    server.on('connection', (client) => {
      this.serve(client);
    });
  }

  /**
   * @param url of the server behind
   * @param rewriting makes what changes the answers of one connection; it is told the port of the proxy
   */
  static async start(
    url: string,
    rewriting: (port: number) => Rewrite = () => (chunk) => chunk,
  ): Promise<TcpProxy> {
    const { hostname: host, port } = new URL(url);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, { host, port: Number(port) }, rewriting);
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen');
    return address.port;
  }

  /** Clients that are connected now. */
  get connections(): number {
    return this.sockets.size / 2;
  }

  /** The same URL, through the proxy. */
  urlFor(url: string): string {
    return url.replace(new URL(url).host, `127.0.0.1:${this.port}`);
  }

  /** From now on the server seems to be like this; a server that is gone loses its connections. */
  become(behaviour: Behaviour): void {
    this.behaviour = behaviour;
    if (behaviour === 'gone' || behaviour === 'well') for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(client: Socket): void {
    if (this.behaviour === 'gone') {
      client.destroy();
      return;
    }
    const upstream = connect(this.target.port, this.target.host);
    const rewrite = this.rewriting(this.port);
    const breakOff = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', breakOff);
      socket.on('close', () => {
        this.sockets.delete(socket);
        breakOff();
      });
    }
    client.on('data', (chunk) => {
      if (this.behaviour === 'garbage') client.write('what is this?\r\n');
      else if (this.behaviour !== 'frozen') upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (this.behaviour === 'mute') {
        breakOff();
        return;
      }
      const answer = rewrite(chunk);
      if (this.delayMs === 0) client.write(answer);
      else setTimeout(() => client.write(answer), this.delayMs);
    });
  }
}
