/** Headers of the `/v1` routes, which the memory service trusts behind its token. */
export const TENANT_HEADER = 'X-Tenant-ID';
/** Percent-encoded: it may be any text. */
export const ACTOR_HEADER = 'X-Actor';
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';
/** Media type of exports. */
export const NDJSON = 'application/x-ndjson';
