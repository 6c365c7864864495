import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What the proxy does with the next commit that passes. */
export type CommitFate =
  | 'pass'
  /** The server commits, and its answer is lost with the connection. */
  | 'lose-answer'
  /** The connection is lost before the server hears of it. */
  | 'lose-request';

const COMMIT = Buffer.from('commit\0');

/** Stands between a client and Postgres (without TLS) and breaks the connection around a commit. */
export class PostgresProxy {
  fate: CommitFate = 'pass';
  private down = false;
  private frozen = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client) => {
      this.serve(client);
    });
  }

  /** @param dsn of the server behind, over TCP or a socket directory in `?host=` */
  static async start(dsn: string): Promise<PostgresProxy> {
    const url = new URL(dsn);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const target = { host: url.searchParams.get('host') ?? url.hostname, port: Number(url.port || 5432) };
    return new PostgresProxy(server, target);
  }

  /** The same database, through the proxy. */
  dsnFor(dsn: string): string {
    const url = new URL(dsn);
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen');
    url.searchParams.delete('host');
    url.hostname = '127.0.0.1';
    url.port = String(address.port);
    return url.href;
  }

  /** Breaks every connection, and each new one, as if the server were gone. */
  cut(): void {
    this.down = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Lets connections through again. */
  mend(): void {
    this.down = false;
  }

  /** Takes connections and statements, and passes nothing on. */
  freeze(): void {
    this.frozen = true;
  }

  /** Breaks what was frozen, and lets new connections through. */
  thaw(): void {
    this.frozen = false;
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(client: Socket): void {
    if (this.down) {
      client.destroy();
      return;
    }
    const { host, port } = this.target;
    const upstream = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    const breakOff = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', breakOff);
      socket.on('close', breakOff);
    }
    let losing = false;
    client.on('data', (chunk) => {
      if (this.frozen) return;
      const commits = chunk.includes(COMMIT);
      const fate = commits ? this.fate : 'pass';
      if (commits) this.fate = 'pass';
      if (fate === 'lose-request') breakOff();
      else upstream.write(chunk);
      losing = fate === 'lose-answer';
    });
    upstream.on('data', (chunk) => {
      if (losing) breakOff();
      else client.write(chunk);
    });
  }
}
