/**
 * What is wrong with a backend. `credentials`: it answers, and refuses who we say we are, so that waiting does not help; `unreachable`: there is
 * no connection; `silent`: no answer came in time; `unready`: it answers that it cannot serve now.
 */
export type FaultKind = 'credentials' | 'unreachable' | 'silent' | 'unready';

/** A backend is not as it should be. The message is for everybody: plain words, without addresses, users or secrets. */
export class BackendFault extends Error {
  override readonly name = 'BackendFault';

  constructor(
    readonly kind: FaultKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

const UNTRUSTED = 'its TLS certificate is not trusted';
/** What system errors, and those of TLS, mean for the person who operates it. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'it broke the connection off',
  EPIPE: 'it broke the connection off',
  UND_ERR_SOCKET: 'it broke the connection off',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name cannot be looked up now',
  ETIMEDOUT: 'no connection came about in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  EHOSTUNREACH: 'there is no way to its address',
  ENETUNREACH: 'there is no way to its address',
  ENOENT: 'its socket does not exist',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host name',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
};
const MOST_DEPTH = 5;

/** Why there is no connection, in plain words, from whatever a driver threw; null where that is not the reason. */
export function connectionFault(error: unknown): BackendFault | null {
  const code = codesOf(error).find((found) => found in REASONS);
  return code === undefined ? null : new BackendFault('unreachable', REASONS[code]!, error);
}

/** The codes of an error, of what caused it, and of what it gathers: a host with several addresses fails with one error for each. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > MOST_DEPTH) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const inner = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return [...(typeof code === 'string' ? [code] : []), ...inner.flatMap((one) => codesOf(one, depth + 1))];
}
