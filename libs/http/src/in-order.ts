import type { NextFunction, RequestHandler } from 'express';

/**
 * One handler that does the work of several, one after the other, as Express would. Each layer that Express knows of it matches with the path of
 * every request, which takes longer than what most of these do.
 */
export function inOrder(handlers: readonly RequestHandler[]): RequestHandler {
  return (request, response, next) => {
    let place = 0;
    const goOn: NextFunction = (error?: unknown) => {
      const handler = handlers[place];
      place += 1;
      if (error !== undefined || !handler) {
        next(error);
        return;
      }
      try {
        const done: unknown = handler(request, response, goOn);
        if (done instanceof Promise) done.catch(next);
      } catch (thrown) {
        next(thrown);
      }
    };
    goOn();
  };
}
