import type { Application } from 'express';

/** A layer of Express's router, as far as it is read here. */
interface RouteLayer {
  readonly route?: { readonly path: unknown; readonly methods?: Readonly<Record<string, boolean>> };
}

/**
 * The methods that the application's routes take at a path, in upper case; none where no route has the path.
 * @param path the request's path without its query string
 */
export function allowedMethods(application: Application, path: string): string[] {
  const layers: readonly RouteLayer[] = application.router.stack;
  const methods = new Set<string>();
  for (const { route } of layers) {
    if (typeof route?.path !== 'string' || !matches(route.path, path)) continue;
    for (const [method, taken] of Object.entries(route.methods ?? {})) {
      if (taken) methods.add(method.toUpperCase());
    }
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}

/** Whether a path has the segments of a template; `:name` stands for any one segment. */
function matches(template: string, path: string): boolean {
  const expected = segments(template);
  const found = segments(path);
  return (
    expected.length === found.length &&
    expected.every((segment, index) => segment.startsWith(':') || segment === found[index]?.toLowerCase())
  );
}

/** As Express takes a path apart: a slash at its end does not count, a doubled one does. */
function segments(path: string): string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}
