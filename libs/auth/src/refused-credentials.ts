import { Problem } from '@somabrain/kernel';

/** Why credentials are refused: a label of the metric, and what the audit says. */
export const REFUSALS = {
  missing: 'there is no bearer token',
  malformed: 'it is no token',
  algorithm: 'it is signed with an algorithm that is not accepted',
  key: 'it is signed with a key that is not known',
  signature: 'its signature is wrong',
  expired: 'it has expired',
  early: 'it is not valid yet',
  issuer: 'it is of another issuer',
  audience: 'it is for another audience',
  claims: 'a claim is missing or has a wrong form',
} as const;
export type Refusal = keyof typeof REFUSALS;

/** Credentials that do not show who somebody is. */
export class RefusedCredentials extends Problem {
  constructor(readonly refusal: Refusal) {
    // The first words are those of the original.
    const detail =
      refusal === 'missing'
        ? 'missing bearer token: send the header "Authorization: Bearer TOKEN"'
        : `invalid token: ${REFUSALS[refusal]}`;
    super('UNAUTHENTICATED', detail);
  }

  /**
   * The value of `WWW-Authenticate` (RFC 6750 §3).
   * @param metadataUrl where it says how to get a token (RFC 9728 §5.1); null: nowhere
   */
  challenge(metadataUrl: string | null): string {
    const parameters = [
      ...(this.refusal === 'missing'
        ? []
        : ['error="invalid_token"', `error_description="${REFUSALS[this.refusal]}"`]),
      ...(metadataUrl === null ? [] : [`resource_metadata="${metadataUrl}"`]),
    ];
    return ['Bearer', parameters.join(', ')].join(' ').trim();
  }
}
