import type { Identity } from './identity';

/** What a token that was checked says, and until when that holds. */
export interface Verified {
  readonly identity: Identity;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Checks the signature and the claims of a token. @throws RefusedCredentials; Problem IDENTITY_UNAVAILABLE */
export type VerifyToken = (token: string) => Promise<Verified>;
