import type { Request } from 'express';

/** How long a client may go on sending a body after its answer. */
const DISCARD_MS = 5_000;

/**
 * Throws away what is left of a body after an answer that did not need it. Left unread it would stand before the next request of the
 * connection, which then gets no answer; closing the connection at once could cost the client the answer.
 */
export function discardRest(request: Request): void {
  if (request.complete || request.destroyed) return;
  const deadline = setTimeout(() => request.destroy(), DISCARD_MS);
  request.once('close', () => {
    clearTimeout(deadline);
  });
  request.once('end', () => {
    clearTimeout(deadline);
  });
  // A reader that stopped without saying so still listens, and would keep the rest from flowing.
  request.removeAllListeners('readable');
  request.resume();
}
