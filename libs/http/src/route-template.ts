import type { Request } from 'express';
import { routesAt, takes } from './routes';

const UNMATCHED = 'unmatched';

/**
 * The template of the route that served the request, such as `/memories/:id`; never its raw path. For a request that was refused before it
 * came so far: of the route that would have served it.
 */
export function routeTemplateOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  if (typeof route?.path === 'string') return route.path;
  const wanted = routesAt(request.app, pathOf(request)).find((candidate) => takes(candidate, request.method));
  return wanted?.template ?? UNMATCHED;
}

/** The path as it was sent, without its query string. */
export function pathOf({ originalUrl }: Request): string {
  const end = originalUrl.indexOf('?');
  return end === -1 ? originalUrl : originalUrl.slice(0, end);
}
