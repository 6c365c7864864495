import type { Configuration } from '@somabrain/config';
import { Problem } from '@somabrain/kernel';
import type { Request, RequestHandler } from 'express';
import { tokenCheck } from '@somabrain/http';

/** As Express matches the route. */
const METRICS = /^\/metrics\/?$/i;
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;
/** What a proxy on this machine leaves on the requests of others. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'] as const;

/**
 * Decides who reads /metrics: whom it is open to, and whoever carries the token of scrapes, which opens nothing else. All others, and all other
 * paths, are for the guard.
 * @param guard asks who it is; null: there is nobody else who might
 */
export function metricsAccess(
  { open, token }: Configuration['metrics'],
  guard: RequestHandler | null,
): RequestHandler {
  const carriesToken = token ? tokenCheck(token) : () => false;
  const isOpenTo = (request: Request) =>
    open === 'everybody' || (open === 'loopback' && isFromHere(request)) || carriesToken(request);
  return (request, response, next) => {
    const isMetrics = METRICS.test(request.path);
    if (isMetrics && isOpenTo(request)) next();
    else if (guard) guard(request, response, next);
    else next(isMetrics ? new Problem('UNAUTHENTICATED', NO_TOKEN) : undefined);
  };
}

const NO_TOKEN = 'Send the header "Authorization: Bearer TOKEN" with the text of SOMABRAIN_METRICS_TOKEN';

function isFromHere({ socket, headers }: Request): boolean {
  return (
    LOOPBACK.test(socket.remoteAddress ?? '') && FORWARDED.every((header) => headers[header] === undefined)
  );
}
