import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Clients that send further requests before an answer are rare, and those send a few. */
const MOST_WAITING = 32;
/** Whoever is told to come back later does not go on with the requests sent ahead: each of them would be refused at the same cost. */
const OVERLOADED = 503;

/** What a connection waits for while it is not the service that works: a request, the rest of a body, or that an answer is read. */
export type Waiting = 'request' | 'body' | 'reader';

/**
 * One connection of a client. Its requests are served one at a time: the next one begins when the answer before it is out. Node would start
 * them all together, and an answer that is queued behind another one is not told when the connection ends.
 */
export class Connection {
  private request: IncomingMessage | undefined;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly socket: Socket,
    private readonly tooMany: () => void,
  ) {}

  /** Serves a request now or after those before it. Those that still wait when the connection ends are never served. */
  take(listener: RequestListener, request: IncomingMessage, response: ServerResponse): void {
    if (!this.socket.writable) return;
    if (this.request === undefined) {
      this.serve(listener, request, response);
    } else if (this.queue.length < MOST_WAITING) {
      // Within the context it arrived in, which traces of it belong to.
      this.queue.push(
        AsyncResource.bind(() => {
          this.serve(listener, request, response);
        }),
      );
    } else {
      this.socket.destroy();
      this.giveUp();
    }
  }

  /** Undefined while the service works on a request that is all there. */
  get waitsFor(): Waiting | undefined {
    if (this.unsentBytes > 0) return 'reader';
    if (this.request === undefined) return 'request';
    return waitsForBody(this.request) ? 'body' : undefined;
  }

  /** Whether its present request is served as a stream. */
  get isStream(): boolean {
    return this.request?.isStream === true;
  }

  /** Bytes of answers that this process holds because the client has not taken them. */
  get unsentBytes(): number {
    return this.socket.writableLength;
  }

  /** Grows with what comes in. */
  get receivedBytes(): number {
    return this.socket.bytesRead;
  }

  /** Grows with what the client takes, also within a single long write. */
  get takenBytes(): number {
    const { bytesWritten, writableLength } = this.socket;
    return bytesWritten - writableLength - inTheLongWrite(this.socket);
  }

  /** Serves none of those that wait, and closes the connection once the answer before them is out. */
  private giveUp(): void {
    this.queue.length = 0;
    this.socket.destroySoon();
    this.tooMany();
  }

  private serve(listener: RequestListener, request: IncomingMessage, response: ServerResponse): void {
    this.request = request;
    listener(request, response);
    response.once('close', () => {
      this.request = undefined;
      if (response.statusCode === OVERLOADED && this.queue.length > 0) this.giveUp();
      else if (this.socket.writable) this.queue.shift()?.();
      else this.queue.length = 0;
    });
  }
}

declare module 'node:http' {
  interface IncomingMessage {
    /** Whether its handler reads or writes as it goes: an import, an export. */
    isStream?: boolean;
  }
}

/** Whether bytes of its body are to come and there is room for them. A body that nobody reads fills the room, which is not its client's fault. */
export function waitsForBody(request: IncomingMessage): boolean {
  return !request.complete && request.readableLength < request.readableHighWaterMark;
}

/** Node tells of a write when all of it is done; only its handle knows how much of it is left. */
function inTheLongWrite(socket: Socket & { _handle?: { writeQueueSize?: number } | null }): number {
  return socket._handle?.writeQueueSize ?? 0;
}
