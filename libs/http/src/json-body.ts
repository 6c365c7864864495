import { isUtf8 } from 'node:buffer';
import { Problem } from '@somabrain/kernel';
import express, { type Request, type RequestHandler } from 'express';

const JSON_TYPES = ['application/json', 'application/*+json'];

/**
 * Reads a JSON body of at most `limitBytes` (after decompression) into `request.body`.
 * `optional` takes no body for an empty object. Anything else ends in a Problem: MALFORMED_JSON, MALFORMED_REQUEST, PAYLOAD_TOO_LARGE or UNSUPPORTED_MEDIA_TYPE.
 */
export function jsonBody(limitBytes: number, { optional = false } = {}): RequestHandler {
  const parse = express.json({
    limit: limitBytes,
    type: JSON_TYPES,
    // A body that is no object is refused by the schema, which says it better than the parser.
    strict: false,
    verify: (_request, _response, body, encoding) => {
      if (!optional || body.length > 0) checkBytes(body, encoding);
    },
  });
  return (request, response, next) => {
    parse(request, response, (error?: unknown) => {
      if (error) next(bodyProblem(error, limitBytes));
      else if (request.body !== undefined) next();
      else if (optional && !hasBody(request)) {
        request.body = {};
        next();
      } else next(missingBody(request));
    });
  };
}

/** The parser would replace broken bytes by U+FFFD, and what was stored would not be what was sent. */
function checkBytes(body: Buffer, encoding: string): void {
  if (body.length === 0) throw emptyBody();
  if (encoding !== 'utf-8' && encoding !== 'utf8') {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `The body is declared as ${encoding}; send it as UTF-8`);
  }
  if (!isUtf8(body)) throw new Problem('MALFORMED_JSON', 'The body holds bytes that are not UTF-8');
}

function emptyBody(): Problem {
  return new Problem('MALFORMED_JSON', 'The body is empty; send a JSON object');
}

function missingBody(request: Request): Problem {
  if (!hasBody(request)) return emptyBody();
  return new Problem(
    'UNSUPPORTED_MEDIA_TYPE',
    'Send the body with the header "Content-Type: application/json"',
  );
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What the parser threw, in our words. Its errors carry a `type`, see the README of body-parser. */
function bodyProblem(error: unknown, limitBytes: number): Problem {
  // Made anew: the parser has written a status on the one that was thrown, by which Nest would take it for its own.
  if (error instanceof Problem) return new Problem(error.code, error.message);
  const { type, message, status } = error as { type?: unknown; message?: unknown; status?: unknown };
  const cause = error;
  switch (type) {
    case 'entity.too.large':
      return new Problem('PAYLOAD_TOO_LARGE', `The body may have at most ${limitBytes} bytes`, { cause });
    case 'entity.parse.failed':
      return new Problem('MALFORMED_JSON', `The body is not valid JSON: ${String(message)}`, { cause });
    case 'charset.unsupported':
      return new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as UTF-8', { cause });
    case 'encoding.unsupported':
      return new Problem(
        'UNSUPPORTED_MEDIA_TYPE',
        'Send the body plain or compressed with gzip, deflate or br',
        {
          cause,
        },
      );
    case 'request.aborted':
      return new Problem('MALFORMED_REQUEST', 'The connection ended before the body did', { cause });
    case 'request.size.invalid':
      return new Problem('MALFORMED_REQUEST', 'The body is not as long as Content-Length says', { cause });
    default:
      if (typeof status === 'number' && status >= 500)
        return new Problem('INTERNAL', 'The body could not be read', { cause });
      return new Problem(
        'MALFORMED_REQUEST',
        'The body could not be read; is it compressed as Content-Encoding says?',
        {
          cause,
        },
      );
  }
}
