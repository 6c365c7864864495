/** Headers of the `/v1` routes, which the memory service trusts behind its token. */
export const TENANT_HEADER = 'X-Tenant-ID';
/** Percent-encoded: it may be any text. */
export const ACTOR_HEADER = 'X-Actor';
/** Id of the policy's decision that allowed the call. */
export const DECISION_HEADER = 'X-Decision-ID';
/** What of the tenant the call may see, as `encodeFilter` writes it. */
export const FILTERS_HEADER = 'X-Filters';
/** `false` where the call may not end the life of a memory. */
export const MAY_DELETE_HEADER = 'X-May-Delete';
/** Mark of the session that the call is part of, for the audit. */
export const SESSION_HEADER = 'X-Session';
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';
