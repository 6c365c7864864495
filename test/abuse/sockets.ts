import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Connections of an attacker, who writes what he likes and reads nothing. */
export class Sockets {
  private readonly open = new Set<Socket>();
  private readonly host: string;
  private readonly port: number;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    [this.host, this.port] = [hostname, Number(port)];
  }

  /** Opens one and writes. Whatever the service does with it is no error here. */
  async send(...texts: readonly (string | Buffer)[]): Promise<Socket> {
    const socket = connect(this.port, this.host);
    this.open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.open.delete(socket));
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    for (const text of texts) if (socket.writable) socket.write(text);
    return socket;
  }

  /** Opens many at once. */
  async sendMany(count: number, ...texts: readonly (string | Buffer)[]): Promise<Socket[]> {
    return Promise.all(Array.from({ length: count }, () => this.send(...texts)));
  }

  /** Closes them all. */
  closeAll(): void {
    for (const socket of this.open) socket.destroy();
  }
}
