import type { Application } from 'express';
import { routesAt } from './routes';

/**
 * The methods that the application's routes take at a path, in upper case; none where no route has the path.
 * @param path the request's path without its query string
 */
export function allowedMethods(application: Application, path: string): string[] {
  const methods = routesAt(application, path).flatMap((route) => [...(route.methods ?? [])]);
  return [...new Set(methods)].sort();
}
