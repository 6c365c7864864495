import type { Problem } from '@somabrain/kernel';
import type { Request, Response } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    /** The challenge to a caller who lacks permissions; set where callers have permissions. */
    challenge?: (permissions: readonly string[]) => string;
  }
}

/** Says in `WWW-Authenticate` which permission was lacking, where a problem is about that, so that a client can ask for a token with it. */
export function challenge({ permissions }: Problem, request: Request, response: Response): void {
  if (permissions.length === 0 || !request.challenge || response.headersSent) return;
  response.setHeader('WWW-Authenticate', request.challenge(permissions));
}
