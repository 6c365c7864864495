import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '@somabrain/kernel';
import type { Secret } from '@somabrain/config';
import type { RequestHandler } from 'express';

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * Lets through what carries the token. Everything else ends in UNAUTHENTICATED before anything of its body is read.
 * @param path begins the paths that it guards
 * The comparison takes the same time whatever is wrong.
 */
export function bearerToken(token: Secret, path: string): RequestHandler {
  const expected = digest(token.reveal());
  const guarded = new RegExp(`^${path}(/|$)`, 'i');
  return (request, response, next) => {
    if (!guarded.test(request.path)) {
      next();
      return;
    }
    const sent = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (sent !== undefined && timingSafeEqual(digest(sent), expected)) {
      next();
      return;
    }
    response.setHeader('WWW-Authenticate', 'Bearer');
    const detail =
      sent === undefined
        ? 'Send the header "Authorization: Bearer TOKEN"'
        : 'The bearer token is not the one of this service';
    next(new Problem('UNAUTHENTICATED', detail));
  };
}

/** Of one length, whatever was sent. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
