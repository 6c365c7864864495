import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '@somabrain/kernel';
import type { Secret } from '@somabrain/config';
import type { Request, RequestHandler } from 'express';

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * Lets through what carries the token. Everything else ends in UNAUTHENTICATED before anything of its body is read.
 * @param paths begin the paths that it guards
 */
export function bearerToken(token: Secret, ...paths: string[]): RequestHandler {
  const carriesToken = tokenCheck(token);
  const guarded = new RegExp(`^(${paths.join('|')})(/|$)`, 'i');
  return (request, response, next) => {
    if (!guarded.test(request.path) || carriesToken(request)) {
      next();
      return;
    }
    response.setHeader('WWW-Authenticate', 'Bearer');
    const detail =
      bearerOf(request) === undefined
        ? 'Send the header "Authorization: Bearer TOKEN"'
        : 'The bearer token is not the one of this service';
    next(new Problem('UNAUTHENTICATED', detail));
  };
}

/** Tells whether a request carries the token. The comparison takes the same time whatever is wrong. */
export function tokenCheck(token: Secret): (request: Request) => boolean {
  const expected = digest(token.reveal());
  return (request) => {
    const sent = bearerOf(request);
    return sent !== undefined && timingSafeEqual(digest(sent), expected);
  };
}

function bearerOf({ headers }: Request): string | undefined {
  return BEARER.exec(headers.authorization ?? '')?.[1];
}

/** Of one length, whatever was sent. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
