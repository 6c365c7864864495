import type { HealthService } from '@somabrain/health';
import type { RequestHandler } from 'express';

/**
 * Has clients open a new connection for their next request once the process has begun to stop, which leads them to another process. A
 * connection that is closed in silence may be closed under a request.
 */
export function closeWhileStopping(health: Pick<HealthService, 'stopping'>): RequestHandler {
  return (_request, response, next) => {
    if (health.stopping) response.setHeader('Connection', 'close');
    next();
  };
}
