import type { Request } from 'express';

/** How long a client may go on sending a body after its answer. */
const DISCARD_MS = 5_000;

/**
 * Throws away what is left of a body after an answer that did not need it. Left unread it would stand before the next request of the
 * connection, which then gets no answer; closing the connection at once could cost the client the answer.
 */
export function discardRest(request: Request): void {
  if (request.readableEnded || request.destroyed) return;
  const deadline = setTimeout(() => {
    // Once the body is in, the connection belongs to the requests that came after it.
    if (!request.complete) request.destroy();
  }, DISCARD_MS);
  request.once('close', () => {
    clearTimeout(deadline);
  });
  request.once('end', () => {
    clearTimeout(deadline);
  });
  // A reader that stopped without saying so still listens, and would keep the rest from flowing.
  if (request.listenerCount('readable') > 0) request.removeAllListeners('readable');
  // Node takes note of the removal in the next tick; a `resume` before that is undone by it.
  process.nextTick(() => request.resume());
}
