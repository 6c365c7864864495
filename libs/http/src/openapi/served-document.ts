import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

/** Kept, and asked for again each time: an upgrade changes it, and a 304 is cheap. */
const CACHE_CONTROL = 'no-cache';

interface Forms {
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

/**
 * Answers with a document that never changes. It is made and compressed once, when the first asks for it.
 * @param make makes what is sent as JSON
 */
export function servedDocument(make: () => unknown): RequestHandler {
  let forms: Promise<Forms> | null = null;
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    forms ??= formsOf(make());
    forms.then((all) => {
      send(all, request, response);
    }, next);
  };
}

async function formsOf(document: unknown): Promise<Forms> {
  const plain = Buffer.from(JSON.stringify(document));
  const [zipped, br] = await Promise.all([
    promisify(gzip)(plain),
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  ]);
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { etag, plain, gzip: zipped, br };
}

function send(forms: Forms, request: Request, response: Response): void {
  response.setHeader('ETag', forms.etag);
  response.setHeader('Cache-Control', CACHE_CONTROL);
  response.vary('Accept-Encoding');
  if (matches(request.headers['if-none-match'], forms.etag)) {
    response.statusCode = 304;
    response.end();
    return;
  }
  // The smallest that is taken, whatever stands first in the header.
  const compressed = (['br', 'gzip'] as const).find((encoding) => request.acceptsEncodings(encoding)) ?? null;
  const body = compressed ? forms[compressed] : forms.plain;
  if (compressed) response.setHeader('Content-Encoding', compressed);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** By the weak comparison of RFC 9110, as If-None-Match demands. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const opaque = etag.replace(/^W\//, '');
  return header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === '*' || one === opaque);
}
