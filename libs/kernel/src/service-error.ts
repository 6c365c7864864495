/** Why the service could not start, in words for the person who started it. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}
