import type { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { JSONRPCMessage, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { RpcError } from './delivery-error';

type Id = string | number;

interface BridgeEnds {
  /** The program that started this one. */
  readonly client: StdioServerTransport;
  readonly server: StreamableHTTPClientTransport;
  /** What the client is told of a message that did not arrive. */
  readonly errorOf: (error: unknown) => RpcError;
  readonly log: (line: string) => void;
}

/**
 * Passes messages between a client on a pair of streams and a server that is asked over HTTP. A request that does not arrive is answered
 * with an error; the next one is sent again.
 */
export class Bridge {
  private readonly unanswered = new Map<Id, AbortController>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly ends: BridgeEnds) {}

  /** @returns when the client is gone, or sent what cannot be read any further */
  async run(): Promise<void> {
    const { client, server, log } = this.ends;
    const closed = new Promise<void>((resolve) => (client.onclose = resolve));
    client.onmessage = (message) => this.pass(message);
    client.onerror = (error) => log(error.message);
    server.onmessage = (message) => {
      agreeOnVersion(server, message);
      client.send(message).catch((error: unknown) => log(String(error)));
    };
    await server.start();
    await client.start();
    await closed;
  }

  /** Waits for the answers that are still to come, and ends. @param longestMs that it waits */
  async finish(longestMs: number): Promise<void> {
    const { client, server } = this.ends;
    const enough = AbortSignal.timeout(longestMs);
    const stopped = new Promise((resolve) => enough.addEventListener('abort', resolve));
    await Promise.race([Promise.allSettled(this.underWay), stopped]);
    await server.close();
    await client.close();
  }

  private pass(message: JSONRPCMessage): void {
    const cancelled = cancelledBy(message);
    if (cancelled !== undefined) {
      this.unanswered.get(cancelled)?.abort();
      return;
    }
    const passed = this.send(message)
      .catch((error: unknown) => this.ends.log(String(error)))
      .finally(() => this.underWay.delete(passed));
    this.underWay.add(passed);
  }

  private async send(message: JSONRPCMessage): Promise<void> {
    const { client, server, errorOf, log } = this.ends;
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    const cancel = new AbortController();
    if (id !== undefined) this.unanswered.set(id, cancel);
    try {
      await server.send(message, { requestSignal: cancel.signal });
    } catch (error) {
      if (cancel.signal.aborted) return;
      const told = errorOf(error);
      log(told.message);
      if (id !== undefined) await client.send({ jsonrpc: '2.0', id, error: told });
    } finally {
      if (id !== undefined) this.unanswered.delete(id);
    }
  }
}

/** The header of later requests names the version that the answer to `initialize` chose. */
function agreeOnVersion(server: StreamableHTTPClientTransport, message: JSONRPCMessage): void {
  if (!('result' in message)) return;
  const { protocolVersion } = message.result;
  if (typeof protocolVersion === 'string') server.setProtocolVersion(protocolVersion);
}

/** The server keeps no sessions: a request is cancelled by its connection. */
function cancelledBy(message: JSONRPCMessage): Id | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.requestId;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
