import { currentContext, type Logger, runInContext } from '@somabrain/kernel';
import type { HttpMetrics } from '@somabrain/metrics';
import type { Request, RequestHandler, Response } from 'express';
import { routeTemplateOf } from './route-template';

/** The status that proxies write for a client that hung up before the answer. */
const CLIENT_CLOSED_REQUEST = 499;

/** What probes and scrapers ask every few seconds: their lines would hide the others. */
const OF_MACHINES = new Set(['/health', '/healthz', '/health/live', '/health/ready', '/metrics']);

/** Counts, times and logs every request when it is over. No query string and nothing of a body: they may hold memories. */
export function observeRequests(metrics: HttpMetrics, logger: Logger): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const context = currentContext() ?? { trace_id: request.origin.shownTraceId };
    response.once('close', () => {
      const seconds = (performance.now() - start) / 1000;
      const endpoint = routeTemplateOf(request);
      const status = response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST;
      metrics.answered({ method: request.method, endpoint, status, seconds });
      // This listener runs in the context of the socket, which may serve another request by now.
      runInContext(context, () => {
        const ms = Math.round(seconds * 10_000) / 10;
        const level = OF_MACHINES.has(endpoint) ? 'debug' : 'info';
        logger[level](accessLine(request, response, { endpoint, status, ms }), 'request');
      });
    });
    next();
  };
}

function accessLine(
  { method, origin, problemCode }: Request,
  response: Response,
  outcome: { endpoint: string; status: number; ms: number },
): object {
  return {
    method,
    ...outcome,
    bytes: Number(response.getHeader('content-length') ?? 0),
    request_id: origin.requestId,
    ...(problemCode === undefined ? {} : { code: problemCode }),
  };
}
