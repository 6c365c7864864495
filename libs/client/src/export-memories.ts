import { problemOf } from './api-problem';
import { type Connection, sendStream } from './connection';

/** What to export, and how long to wait for it. */
export interface ExportOptions {
  /** By default all of the tenant's. */
  readonly namespace?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of an export as they come. The server sends as fast as they are taken, so an export of any size needs little memory here.
 * `ExportCheck` tells whether they are whole.
 * @throws ApiProblem when the server refuses; TypeError of fetch when it does not answer, or the connection is lost on the way
 */
export async function* exportMemories(
  connection: Connection,
  { namespace, signal }: ExportOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const query = namespace === undefined ? '' : `?${new URLSearchParams({ namespace }).toString()}`;
  const headers = { Accept: 'application/x-ndjson, application/problem+json' };
  const response = await sendStream(connection, `/export${query}`, {
    headers,
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await problemOf(response);
  if (response.body === null) return;
  // Whoever stops early does not leave the server sending: the loop cancels the body.
  for await (const chunk of response.body) yield chunk as Uint8Array;
}
