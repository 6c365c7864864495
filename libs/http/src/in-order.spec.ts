import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { inOrder } from './in-order';

const [request, response] = [{} as Request, {} as Response];

/** What a chain comes to: the handlers that ran, and what was handed on. */
async function outcomeOf(...handlers: RequestHandler[]): Promise<{ ran: number[]; next: unknown[][] }> {
  const ran: number[] = [];
  const next: unknown[][] = [];
  const noted = handlers.map((handler, place): RequestHandler => (...given) => {
    ran.push(place);
    return handler(...given);
  });
  await inOrder(noted)(request, response, ((...given: unknown[]) => void next.push(given)) as NextFunction);
  await new Promise(setImmediate);
  return { ran, next };
}

const passes: RequestHandler = (_request, _response, next) => {
  next();
};
const error = new Error('no');

describe('handlers in order', () => {
  it('run one after the other, and then what comes next', async () => {
    expect(await outcomeOf(passes, passes)).toEqual({ ran: [0, 1], next: [[undefined]] });
  });

  it('wait for one that goes on later', async () => {
    const later: RequestHandler = async (_request, _response, next) => {
      await Promise.resolve();
      next();
    };
    expect(await outcomeOf(later, passes)).toEqual({ ran: [0, 1], next: [[undefined]] });
  });

  it('end with one that answers', async () => {
    expect(await outcomeOf(() => undefined, passes)).toEqual({ ran: [0], next: [] });
  });

  it.each<[string, RequestHandler]>([
    ['says it', (_request, _response, next) => next(error)],
    [
      'throws',
      () => {
        throw error;
      },
    ],
    ['is rejected', () => Promise.reject(error)],
  ])('hand on the error of one that %s, and run no other', async (_, fails) => {
    expect(await outcomeOf(fails, passes)).toEqual({ ran: [0], next: [[error]] });
  });
});
