/** A server that the run was given by a variable. @throws where it was given none: a missing backend is a failure */
export function backendUrl(name: 'REDIS_URL' | 'OPA_URL' | 'KAFKA_BROKERS'): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: run the suites with npm run test:stack`);
  return url;
}
