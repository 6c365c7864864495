import type { Identity } from './identity';

/** Finds out who a request is from. The class is its own injection token. */
export abstract class Authenticator {
  /**
   * @param authorization the header, if there is one
   * @throws RefusedCredentials; Problem IDENTITY_UNAVAILABLE when the keys to check with cannot be had
   */
  abstract authenticate(authorization: string | undefined): Identity | Promise<Identity>;
}

/** Lets every request pass as one identity, and ignores the header. For development without authentication. */
export class AllowAllAuthenticator extends Authenticator {
  constructor(private readonly everybody: Identity) {
    super();
  }

  authenticate(): Identity {
    return this.everybody;
  }
}
