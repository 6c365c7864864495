import type { Application } from 'express';

/** A layer of Express's router, as far as it is read here. */
interface RouteLayer {
  readonly route?: { readonly path: unknown; readonly methods?: Readonly<Record<string, boolean>> };
}

/** A route of an application. */
export interface Route {
  /** Such as `/memories/:id`. */
  readonly template: string;
  /** In upper case; null: it takes every method. */
  readonly methods: ReadonlySet<string> | null;
}

interface KnownRoute extends Route {
  readonly segments: readonly string[];
}

const KNOWN = new WeakMap<Application, readonly KnownRoute[]>();

/**
 * The routes of an application that have a path, whatever the method. Not before all of them are there: they are looked for once.
 * @param path the request's path without its query string
 */
export function routesAt(application: Application, path: string): readonly Route[] {
  const routes = KNOWN.get(application) ?? routesOf(application);
  KNOWN.set(application, routes);
  const found = segmentsOf(path);
  return routes.filter(({ segments }) => matches(segments, found));
}

export function takes({ methods }: Route, method: string): boolean {
  return methods === null || methods.has(method);
}

function routesOf(application: Application): KnownRoute[] {
  const layers: readonly RouteLayer[] = application.router.stack;
  return layers.flatMap(({ route }) => {
    if (typeof route?.path !== 'string') return [];
    const { path: template, methods = {} } = route;
    return [{ template, methods: methodsOf(methods), segments: segmentsOf(template) }];
  });
}

/** Express writes `_all` for a route that takes every method. */
function methodsOf(taken: Readonly<Record<string, boolean>>): ReadonlySet<string> | null {
  if (taken._all) return null;
  const methods = Object.keys(taken).map((method) => method.toUpperCase());
  return new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods);
}

/** Whether a path has the segments of a template; `:name` stands for any one segment. */
function matches(expected: readonly string[], found: readonly string[]): boolean {
  return (
    expected.length === found.length &&
    expected.every((segment, index) => segment.startsWith(':') || segment === found[index]?.toLowerCase())
  );
}

/** As Express takes a path apart: a slash at its end does not count, a doubled one does. */
function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}
