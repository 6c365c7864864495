import { pipeline } from 'node:stream/promises';
import { Problem } from '@somabrain/kernel';
import type { Request, Response } from 'express';
import { Turns } from './turns';

/** A client that sends nothing for so long is taken for gone. */
const IDLE_MS = 60_000;
/** Chunks of all streams that are made at once. More would make every turn of the event loop long, and are not made faster. */
const chunkMakers = new Turns(2);

/**
 * Answers with a stream. What fails before its first chunk can still be answered with a problem; later the connection breaks.
 * @param headers of the answer; set when the first chunk is there
 * @throws what the stream throws
 */
export async function sendStream(
  stream: AsyncIterable<Uint8Array>,
  response: Response,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const chunks = inTurn(stream[Symbol.asyncIterator]());
  const first = await chunks.next();
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  try {
    await pipeline(chunksOf(first, chunks), response);
  } catch (error) {
    if (!isClosedEarly(error)) throw error;
  }
}

/** The body of a request as it comes in. @throws Problem MALFORMED_REQUEST when the client goes away before the end */
export async function* bodyStream(request: Request): AsyncGenerator<Uint8Array> {
  request.setTimeout(IDLE_MS, () => request.destroy());
  try {
    // A reader that stops early must not destroy the request: the connection would be stuck in the middle of the body.
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new Problem('MALFORMED_REQUEST', 'The connection ended before the file did', { cause });
  }
}

/** Waits for a turn before each chunk is made. Who waits for a slow reader has none. */
function inTurn(chunks: AsyncIterator<Uint8Array>): AsyncIterator<Uint8Array> {
  return {
    next: () => chunkMakers.take(() => chunks.next()),
    return: async () => (await chunks.return?.()) ?? { done: true, value: undefined },
  };
}

async function* chunksOf(
  first: IteratorResult<Uint8Array>,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}

function isClosedEarly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
