import { AsyncLocalStorage } from 'node:async_hooks';
import { COMPATIBILITIES, type Compatibility } from '@somabrain/config';
import type { Request, RequestHandler } from 'express';

/** By this header a client says which answers it expects, and by the same one the answer says that it is in the original's form. */
export const COMPATIBILITY_HEADER = 'X-SomaBrain-Compatibility';

declare module 'express-serve-static-core' {
  interface Request {
    /** Whose answers the client gets. Absent where the application knows one form of them only. */
    compatibility?: Compatibility;
  }
}

/** For what sees a body but not its request. */
const original = new AsyncLocalStorage<true>();

/**
 * Decides for each request whether it is answered as by the original. The header counts before the setting; another value of it means nothing.
 * @param standard the setting
 */
export function chooseCompatibility(standard: Compatibility): RequestHandler {
  return (request, response, next) => {
    const compatibility = asked(request) ?? standard;
    request.compatibility = compatibility;
    if (compatibility === 'none') {
      next();
      return;
    }
    response.setHeader(COMPATIBILITY_HEADER, compatibility);
    original.run(true, next);
  };
}

/** Whether the request that is being served is answered as by the original. */
export function answersAsOriginal(): boolean {
  return original.getStore() ?? false;
}

function asked(request: Request): Compatibility | undefined {
  const header = request.get(COMPATIBILITY_HEADER)?.trim().toLowerCase();
  if (header === undefined) return undefined;
  return COMPATIBILITIES.find((compatibility) => compatibility === header);
}
