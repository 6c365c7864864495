import type { Request } from 'express';

export const UNMATCHED = 'unmatched';

/** The template of the route that served the request, such as `/memories/:id`; never its raw path. */
export function routeTemplateOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : UNMATCHED;
}
