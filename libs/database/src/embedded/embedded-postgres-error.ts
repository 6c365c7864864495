/** Why the embedded Postgres does not run. The message is written for the person who started the process. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
