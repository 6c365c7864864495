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

/** Stands between a client and a server, and makes the server seem gone, frozen, slow or mad. */
export class TcpProxy {
  /** Milliseconds by which each answer is late. */
  delayMs = 0;
  private behaviour: Behaviour = 'well';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client) => {
      this.serve(client);
    });
  }

  /** @param url of the server behind */
  static async start(url: string): Promise<TcpProxy> {
    const { hostname: host, port } = new URL(url);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, { host, port: Number(port) });
  }

  /** The same URL, through the proxy. */
  urlFor(url: string): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen');
    return url.replace(new URL(url).host, `127.0.0.1:${address.port}`);
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
      if (this.delayMs === 0) client.write(chunk);
      else setTimeout(() => client.write(chunk), this.delayMs);
    });
  }
}
