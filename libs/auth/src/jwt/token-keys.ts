import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JwtConfiguration } from '@somabrain/config';
import { Problem } from '@somabrain/kernel';
import { createRemoteJWKSet, type CryptoKey, errors, type JWSHeaderParameters } from 'jose';
import { RefusedCredentials } from '../refused-credentials';

const FETCH_MS = 2_000;
/** How often a token with a key that is not known may make us fetch again. */
const COOLDOWN_MS = 10_000;
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
/** Of each kind of public key; a token says which of these it uses, and nothing else. */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  rsa: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ec: ['ES256', 'ES384', 'ES512'],
  ed25519: ['EdDSA', 'Ed25519'],
};
const PUBLIC_ALGORITHMS = Object.values(ALGORITHMS).flat();

type Key = KeyObject | Uint8Array | CryptoKey;

/** The keys that tokens may be signed with, by the kind of signature. Nothing in a token says where its key is found. */
export class TokenKeys {
  private readonly secrets: readonly Uint8Array[];
  private readonly publicKey: KeyObject | null;
  private readonly remote: ReturnType<typeof createRemoteJWKSet> | null;

  constructor({ secrets, publicKey, jwksUrl }: JwtConfiguration) {
    this.secrets = secrets.map((secret) => Buffer.from(secret.reveal()));
    this.publicKey = publicKey === null ? null : createPublicKey(publicKey);
    this.remote =
      jwksUrl === null
        ? null
        : createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: FETCH_MS, cooldownDuration: COOLDOWN_MS });
  }

  /** Every algorithm that some key is for. */
  get algorithms(): string[] {
    return [
      ...(this.secrets.length > 0 ? SECRET_ALGORITHMS : []),
      ...(this.remote ? PUBLIC_ALGORITHMS : (ALGORITHMS[this.publicKey?.asymmetricKeyType ?? ''] ?? [])),
    ];
  }

  /**
   * The keys that a token with this header may be signed with. A secret is never tried for a public key's algorithm, nor the reverse.
   * @throws RefusedCredentials; Problem IDENTITY_UNAVAILABLE
   */
  async candidates(header: JWSHeaderParameters): Promise<readonly Key[]> {
    const { alg = '' } = header;
    if (SECRET_ALGORITHMS.includes(alg)) return this.secrets;
    const local = ALGORITHMS[this.publicKey?.asymmetricKeyType ?? '']?.includes(alg) ? this.publicKey : null;
    const remote = this.remote ? await this.fetched(header, local !== null) : null;
    return [local, remote].filter((key): key is KeyObject | CryptoKey => key !== null);
  }

  /** @param optional whether another key may be the one */
  private async fetched(header: JWSHeaderParameters, optional: boolean): Promise<CryptoKey | null> {
    try {
      return (await this.remote?.({ ...header, alg: header.alg ?? '' })) ?? null;
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
        if (optional) return null;
        throw new RefusedCredentials('key');
      }
      if (optional) return null;
      const detail = 'The keys that tokens are checked with cannot be fetched; try again shortly';
      throw new Problem('IDENTITY_UNAVAILABLE', detail, { cause: error });
    }
  }
}
