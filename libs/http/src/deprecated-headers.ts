import type { NextFunction, Request, Response } from 'express';

/** The value of the header `Deprecation` (RFC 9745): since when the older spellings and routes are deprecated. */
export const DEPRECATED_SINCE = `@${Date.UTC(2026, 10, 24) / 1000}`;

const OLDER_SPELLINGS = ['x-soma-tenant', 'x-universe', 'x-idempotency-key'];

/** Tells a caller who sent an older spelling of a header that it is one. */
export function markDeprecatedHeaders(request: Request, response: Response, next: NextFunction): void {
  if (OLDER_SPELLINGS.some((name) => request.headers[name] !== undefined)) {
    response.setHeader('Deprecation', DEPRECATED_SINCE);
  }
  next();
}
