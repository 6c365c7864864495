import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Connection } from './connection';
import { Pace } from './pace';

const SWEEP_MS = 1_000;
/** Many at once: to find the one that waits longest all have to be looked at. */
const SHARE_CLOSED_AT_ONCE = 0.05;
/** Below it an answer is not worth a look at all connections. */
const LARGE_ANSWER = 256 * 1_024;

/** Why a connection was closed. */
export type ClosedFor = 'slow' | 'crowded' | 'unread' | 'pipelined';

export interface ConnectionBounds {
  /** Connections that may be open. */
  readonly most: number;
  /** Bytes of answers that may be held for clients that do not take them. */
  readonly mostUnsentBytes: number;
}

/**
 * The open connections of a server. Closes those whose clients neither send what they announced nor take what they asked for, and those that
 * have waited longest for their client where there are too many or they hold too much; never one on whose request the service works.
 */
export class OpenConnections {
  private readonly open = new Map<Socket, { readonly connection: Connection; readonly pace: Pace }>();
  private readonly closings = new Map<ClosedFor, number>();

  /** @param now milliseconds of a clock that only goes forward */
  constructor(
    private readonly bounds: ConnectionBounds,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get count(): number {
    return this.open.size;
  }

  /** How many it has closed, by the reason. */
  get closed(): ReadonlyMap<ClosedFor, number> {
    return this.closings;
  }

  /** Looks after a server from now on, and once a second at all of its connections. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.add(socket);
    });
    const timer = setInterval(() => {
      this.sweep();
    }, SWEEP_MS).unref();
    server.once('close', () => {
      clearInterval(timer);
    });
  }

  /** A listener that serves one request of a connection at a time. */
  oneAtATime(listener: RequestListener): RequestListener {
    return (request: IncomingMessage, response: ServerResponse) => {
      const entry = this.open.get(request.socket);
      if (!entry) return; // its connection is gone
      response.once('prefinish', () => {
        if (entry.connection.unsentBytes > LARGE_ANSWER) this.relieve();
      });
      entry.connection.take(listener, request, response);
    };
  }

  /** Closes the connections whose clients are too slow. */
  sweep(): void {
    const now = this.now();
    for (const [socket, { connection, pace }] of this.open) {
      if (pace.isTooSlow(connection, now)) this.close(socket, 'slow');
    }
  }

  private add(socket: Socket): void {
    if (this.open.size >= this.bounds.most) this.makeRoom();
    if (this.open.size >= this.bounds.most) {
      socket.destroy();
      this.countClosed('crowded');
      return;
    }
    const connection = new Connection(socket, () => {
      this.countClosed('pipelined');
    });
    this.open.set(socket, { connection, pace: new Pace(this.now()) });
    socket.once('close', () => this.open.delete(socket));
  }

  private makeRoom(): void {
    const count = Math.ceil(this.bounds.most * SHARE_CLOSED_AT_ONCE);
    for (const { socket } of this.longestWaiting().slice(0, count)) this.close(socket, 'crowded');
  }

  /** Closes those whose answers have been unread longest, until what is held for all is within the bound again. */
  private relieve(): void {
    const held = [...this.open.values()].map(({ connection }) => connection.unsentBytes);
    let excess = held.reduce((sum, bytes) => sum + bytes, 0) - this.bounds.mostUnsentBytes;
    if (excess <= 0) return;
    for (const { socket, connection } of this.longestWaiting()) {
      if (excess <= 0) return;
      if (connection.waitsFor !== 'reader') continue;
      excess -= connection.unsentBytes;
      this.close(socket, 'unread');
    }
  }

  private longestWaiting(): { socket: Socket; connection: Connection; since: number }[] {
    return [...this.open]
      .flatMap(([socket, { connection, pace }]) => {
        const since = pace.waitingSince;
        const isWaiting = since !== undefined && connection.waitsFor !== undefined;
        return isWaiting ? [{ socket, connection, since }] : [];
      })
      .sort((one, other) => one.since - other.since);
  }

  private close(socket: Socket, why: ClosedFor): void {
    this.open.delete(socket);
    socket.destroy();
    this.countClosed(why);
  }

  private countClosed(why: ClosedFor): void {
    this.closings.set(why, (this.closings.get(why) ?? 0) + 1);
  }
}
