import type { JwtConfiguration } from '@somabrain/config';
import { type Clock, systemClock } from '@somabrain/kernel';
import { decodeProtectedHeader, errors, type JWSHeaderParameters, jwtVerify } from 'jose';
import { type Refusal, RefusedCredentials } from '../refused-credentials';
import type { Verified, VerifyToken } from '../verify-token';
import { identityOfClaims } from './identity-of-claims';
import { TokenKeys } from './token-keys';

/** How far the clocks of two machines may be apart. */
const CLOCK_TOLERANCE_S = 5;

/** Checks JSON Web Tokens with the configured keys: signature, `exp` (required), `nbf`, and issuer and audience where configured. */
export function jwtVerifier(configuration: JwtConfiguration, clock: Clock = systemClock): VerifyToken {
  const keys = new TokenKeys(configuration);
  const { algorithms } = keys;
  const { issuer, audience, tenant } = configuration;
  return async (token: string): Promise<Verified> => {
    const header = headerOf(token);
    if (!algorithms.includes(header.alg ?? '')) throw new RefusedCredentials('algorithm');
    let refusal: Refusal = 'key';
    for (const key of await keys.candidates(header)) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: CLOCK_TOLERANCE_S,
          currentDate: new Date(clock.now()),
          ...(issuer !== null && { issuer }),
          ...(audience !== null && { audience }),
        });
        return identityOfClaims(payload, tenant);
      } catch (error) {
        refusal = refusalOf(error);
        // Another key can only help where this one did not fit.
        if (refusal !== 'signature') break;
      }
    }
    throw new RefusedCredentials(refusal);
  };
}

function headerOf(token: string): JWSHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new RefusedCredentials('malformed');
  }
}

/** @throws what is no verdict on the token */
function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedCredentials) return error.refusal;
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return CLAIMS[error.claim] ?? 'claims';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return 'algorithm';
  if (error instanceof errors.JOSEError) return 'malformed';
  // A key of another curve than the algorithm's is told by Node.
  if (error instanceof TypeError) return 'key';
  throw error;
}

const CLAIMS: Readonly<Record<string, Refusal>> = { nbf: 'early', iss: 'issuer', aud: 'audience' };
