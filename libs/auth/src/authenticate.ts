import type { Configuration } from '@somabrain/config';
import { Problem } from '@somabrain/kernel';
import type { Request, RequestHandler } from 'express';
import type { Authenticator } from './authenticator';
import type { FailedAuthentications } from './failed-authentications';
import { ANONYMOUS, type Identity } from './identity';
import { insufficientScope } from './insufficient-scope';
import { RefusedCredentials } from './refused-credentials';
import { resourceMetadataUrl } from './resource-metadata';

declare module 'express-serve-static-core' {
  interface Request {
    /** Who it is from; absent on public paths. */
    identity?: Identity;
  }
}

interface AuthenticationSettings {
  /** Beginnings of paths that are for everybody. */
  readonly publicPaths: readonly string[];
  readonly oauth: Configuration['oauth'];
}

/** Finds out who a request is from before anything of its body is read. */
export function authenticate(
  authenticator: Authenticator,
  failures: FailedAuthentications,
  { publicPaths, oauth }: AuthenticationSettings,
): RequestHandler {
  const isPublic = (path: string) =>
    publicPaths.some((start) => path === start || path.startsWith(`${start}/`));
  const metadataUrlOf = ({ path }: Request) => oauth && resourceMetadataUrl(oauth, path);
  return (request, response, next) => {
    if (isPublic(request.path)) {
      next();
      return;
    }
    try {
      const identity = authenticator.authenticate(request.headers.authorization);
      if (identity instanceof Promise) {
        identity.then(admit, refuse);
      } else admit(identity);
    } catch (error) {
      refuse(error);
    }

    function admit(identity: Identity): void {
      request.identity = identity;
      request.challenge = (lacking) => insufficientScope(lacking, metadataUrlOf(request));
      next();
    }
    function refuse(error: unknown): void {
      if (error instanceof RefusedCredentials) {
        failures.count(error.refusal);
        response.setHeader('WWW-Authenticate', error.challenge(metadataUrlOf(request)));
      }
      next(error);
    }
  };
}

/** The identity of a request that is past `authenticate`. */
export function identityOf(request: Request): Identity {
  if (!request.identity) throw new Problem('INTERNAL', 'A route needs an identity that was not established');
  return request.identity;
}

/** Names who a request is from, the same for all of theirs: the identity with its tenants; where nobody is asked, the address. */
export function ownerOf({ identity, socket }: Request): string {
  if (!identity || identity === ANONYMOUS) return `address ${socket.remoteAddress ?? ''}`;
  const { subject, tenants } = identity;
  return `identity ${JSON.stringify([subject, tenants])}`;
}
