import { Problem } from '@somabrain/kernel';
import type { RequestHandler } from 'express';

/** A route that there was once. */
export interface GoneRoute {
  /** As Express matches it: `/persona/:pid`. */
  readonly path: string;
  /** What does the same now, or why nothing does: a sentence without a full stop. */
  readonly instead: string;
}

/** Tells callers of a route that it is gone, and what there is instead. */
export function refuseGone({ path, instead }: GoneRoute): RequestHandler {
  return (_request, _response, next) => {
    next(new Problem('GONE', `${path.replaceAll(/:(\w+)/g, '{$1}')} is gone. ${instead}`));
  };
}
