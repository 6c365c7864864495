import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Problem } from '@somabrain/kernel';
import type { Request } from 'express';

const MIB = 1024 * 1024;
/** Texts are packed to a tenth of their size, some to a thirtieth. */
const HIGHEST_RATIO = 100;
const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** What an unpacked body may have. */
export interface BodyLimit {
  readonly bytes: number;
  /** Whether it follows from how long the text of a memory may be. */
  readonly carriesContent: boolean;
}

/**
 * Reads the body of a request, unpacked, piece by piece. After an error what is left of it is still to be thrown away.
 * @param take gets the pieces; what it throws ends the reading
 * @throws Problem PAYLOAD_TOO_LARGE, MALFORMED_REQUEST, UNSUPPORTED_MEDIA_TYPE; what `take` throws
 */
export function readBody(request: Request, limit: BodyLimit, take: (piece: Buffer) => void): Promise<void> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') {
    if (Number(request.headers['content-length'] ?? 0) > limit.bytes) throw tooLarge(limit);
    return readPlain(request, bounded(limit, take));
  }
  const unpacker = Object.hasOwn(UNPACKERS, encoding) ? UNPACKERS[encoding]?.() : undefined;
  if (unpacker) return readPacked(request, unpacker, bounded(limit, take));
  throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body plain or compressed with gzip, deflate or br');
}

/** Hands on pieces until they are too many bytes. */
function bounded(limit: BodyLimit, take: (piece: Buffer) => void): (piece: Buffer) => number {
  let bytes = 0;
  return (piece) => {
    bytes += piece.length;
    if (bytes > limit.bytes) throw tooLarge(limit);
    take(piece);
    return bytes;
  };
}

/** With the events of the stream itself: an iterator would cost a small body more than all the rest. */
function readPlain(request: Request, take: (piece: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
    };
    const onData = (piece: Buffer) => {
      try {
        take(piece);
      } catch (error) {
        stop();
        request.pause();
        reject(asError(error));
      }
    };
    const onEnd = () => {
      stop();
      resolve();
    };
    const onBroken = (cause?: Error) => {
      stop();
      reject(brokenOff(cause));
    };
    if (request.destroyed && !request.readableEnded) onBroken();
    else request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}

function readPacked(request: Request, unpacker: Transform, take: (piece: Buffer) => number): Promise<void> {
  let wireBytes = 0;
  return new Promise<void>((resolve, reject) => {
    const onWire = (piece: Buffer) => (wireBytes += piece.length);
    const onBroken = (cause?: Error) => {
      if (!request.readableEnded) end(brokenOff(cause));
    };
    const end = (error?: Error) => {
      request.off('data', onWire).off('error', onBroken).off('close', onBroken).unpipe(unpacker);
      unpacker.removeAllListeners('data').removeAllListeners('end').destroy();
      if (error) reject(error);
      else {
        // What stands behind the end of the packed text is no part of it, and must not stand before the next request.
        request.resume();
        resolve();
      }
    };
    unpacker.on('data', (piece: Buffer) => {
      try {
        const bytes = take(piece);
        if (bytes > MIB && bytes > wireBytes * HIGHEST_RATIO) throw unpacksTooFar();
      } catch (error) {
        end(asError(error));
      }
    });
    unpacker.on('end', () => {
      end();
    });
    unpacker.on('error', (cause) => {
      end(notAsPacked(cause));
    });
    request.on('data', onWire).on('error', onBroken).on('close', onBroken).pipe(unpacker);
  });
}

function tooLarge({ bytes, carriesContent }: BodyLimit): Problem {
  const reason = carriesContent ? '; SOMABRAIN_MAX_CONTENT_CHARACTERS says how long a text may be' : '';
  return new Problem('PAYLOAD_TOO_LARGE', `The body may have at most ${bytes} bytes${reason}`);
}

function unpacksTooFar(): Problem {
  return new Problem(
    'PAYLOAD_TOO_LARGE',
    `The body is compressed to less than a ${HIGHEST_RATIO}th of its size; send it plain`,
  );
}

function brokenOff(cause: Error | undefined): Problem {
  return new Problem('MALFORMED_REQUEST', 'The connection ended before the body did', { cause });
}

function notAsPacked(cause: Error): Problem {
  return new Problem(
    'MALFORMED_REQUEST',
    'The body could not be read; is it compressed as Content-Encoding says?',
    { cause },
  );
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The body could not be taken in', { cause: thrown });
}
