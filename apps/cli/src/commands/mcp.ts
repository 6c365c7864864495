import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { type Connection, headersOf, withoutSlash } from '@somabrain/client';
import { EXIT, type ExitCode } from '../exit-codes';
import { Bridge } from '../mcp/bridge';
import { deliveryError } from '../mcp/delivery-error';
import type { Output } from '../output';

/** A client that has closed its end gets what is still to come, for so long. */
const LAST_ANSWERS_MS = 5_000;

export interface McpCommand {
  /** Asked before each request, as the token in a file may be replaced. */
  readonly connection: () => Connection;
  /** Null: of all users. */
  readonly user: string | null;
  /** Null: all namespaces. */
  readonly namespace: string | null;
  readonly signal: AbortSignal;
}

/** Serves the Model Context Protocol on the standard streams by asking `/mcp` of an API. It ends with the standard input. */
export async function serveMcp(command: McpCommand, output: Output): Promise<ExitCode> {
  const url = urlOf(command);
  const { signal } = command;
  // The library drops the last answers when its input ends.
  const input = process.stdin.pipe(new PassThrough(), { end: false });
  const bridge = new Bridge({
    client: new StdioServerTransport(input, process.stdout),
    server: new StreamableHTTPClientTransport(url, { fetch: fetchFor(command) }),
    errorOf: (error) => deliveryError(error, url),
    log: (line) => output.notice(line),
  });
  try {
    const ended = once(process.stdin, 'end', { signal }).then(() => EXIT.done);
    const broken = bridge.run().then(() => EXIT.failed);
    return await Promise.race([ended, broken]);
  } finally {
    process.stdin.destroy();
    await bridge.finish(signal.aborted ? 0 : LAST_ANSWERS_MS);
  }
}

function urlOf({ connection, user, namespace }: McpCommand): URL {
  const url = new URL(`${withoutSlash(connection().baseUrl)}/mcp`);
  if (user !== null) url.pathname += `/u/${encodeURIComponent(user)}`;
  if (namespace !== null) url.searchParams.set('namespace', namespace);
  return url;
}

function fetchFor({ connection }: McpCommand): typeof fetch {
  return (url, init) => {
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(headersOf(connection()))) headers.set(name, value);
    return fetch(url, { ...init, headers });
  };
}
