import type { NextFunction, Request, Response } from 'express';

/**
 * For answers that no browser shows as a page: the strictest there is (OWASP REST Security Cheat Sheet). Swagger UI, a page of ours
 * with scripts of ours, gets a policy of its own.
 */
const ANSWER_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
} as const;
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
const PAGES = /^\/docs(\/|$)/;

/** Sets the headers that keep browsers from doing with an answer what it is not for. */
export function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  for (const [name, value] of Object.entries(ANSWER_HEADERS)) response.setHeader(name, value);
  if (PAGES.test(request.path)) response.setHeader('Content-Security-Policy', PAGE_POLICY);
  next();
}
