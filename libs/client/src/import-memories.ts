import { problemOf } from './api-problem';
import { type Connection, sendStream } from './connection';
import type { components } from './generated/somabrain-api';

/** What an import did. */
export type ImportAnswer = components['schemas']['ImportReceipt'];

/** How to send an export. */
export interface ImportOptions {
  /** Names the import; by default the id of the export does. */
  readonly resume?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends an export to the server, as fast as it takes it. Sending the same export again after a failure goes on where the server was.
 * @param body the bytes of the export, in any pieces
 * @throws ApiProblem when the server refuses; TypeError of fetch when it does not answer, or the connection is lost on the way
 */
export async function importMemories(
  connection: Connection,
  body: AsyncIterable<Uint8Array>,
  { resume, signal }: ImportOptions = {},
): Promise<ImportAnswer> {
  const query = resume === undefined ? '' : `?${new URLSearchParams({ resume }).toString()}`;
  const response = await sendStream(connection, `/import${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body,
    duplex: 'half',
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as ImportAnswer;
}
