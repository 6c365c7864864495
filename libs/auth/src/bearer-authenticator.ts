import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@somabrain/config';
import { type Clock, systemClock } from '@somabrain/kernel';
import { Authenticator } from './authenticator';
import { ADMINISTRATOR, type Identity } from './identity';
import { RefusedCredentials } from './refused-credentials';
import { VerifiedTokens } from './verified-tokens';
import type { VerifyToken } from './verify-token';

const BEARER = /^Bearer +(\S+) *$/i;
/** Longer ones are refused before anything is computed for them. */
const MAX_TOKEN_LENGTH = 8_192;

/** Takes the static API token of an administrator, and signed tokens. What was checked a moment ago is not checked again. */
export class BearerAuthenticator extends Authenticator {
  private readonly verified: VerifiedTokens;
  private readonly administrator: Buffer | null;

  /** @param apiToken null: there is none */
  constructor(
    apiToken: Secret | null,
    private readonly verify: VerifyToken,
    clock: Clock = systemClock,
  ) {
    super();
    this.administrator = apiToken && digest(apiToken.reveal());
    this.verified = new VerifiedTokens(clock);
  }

  authenticate(authorization: string | undefined): Identity | Promise<Identity> {
    if (authorization === undefined || authorization === '') throw new RefusedCredentials('missing');
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined || token.length > MAX_TOKEN_LENGTH) throw new RefusedCredentials('malformed');
    const key = digest(token);
    if (this.administrator && timingSafeEqual(key, this.administrator)) return ADMINISTRATOR;
    const name = key.toString('base64');
    return this.verified.get(name) ?? this.check(name, token);
  }

  private async check(name: string, token: string): Promise<Identity> {
    const verified = await this.verify(token);
    this.verified.set(name, verified, token.length);
    return verified.identity;
  }
}

/** Of one length, whatever was sent; and a cache of tokens holds none. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
