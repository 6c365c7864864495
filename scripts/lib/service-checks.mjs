/** The lines of the checklist that a running SomaBrain can be asked about. */
import { randomUUID } from 'node:crypto';
import { notChecked, ok, todo } from './deployment.mjs';

const STRICT_MODES = ['staging', 'production'];
const SECRETS = [
  'POSTGRES_PASSWORD',
  'POSTGRES_OWNER_PASSWORD',
  'REDIS_PASSWORD',
  'SOMABRAIN_MEMORY_HTTP_TOKEN',
  'SOMABRAIN_OPA_TOKEN',
  'SOMABRAIN_JWT_SECRET',
  'SOMABRAIN_API_TOKEN',
];
/** An alert tells of older ones. */
const OUTBOX_SECONDS = 60;

/** Whether a password or token is one that the development files carry, as the services judge it. */
export function isDevelopmentSecret(secret) {
  return /^(dev-|soma_dev_pass)|CHANGE_ME|CHANGE_IN_PRODUCTION$/i.test(secret);
}

export const serviceChecks = [
  ['every backend answers', healthy],
  ['the mode is strict', strict],
  ['passwords and tokens are your own', ownSecrets],
  ['callers must show who they are', identified],
  ['the policy fails closed', failsClosed],
  ['it stores and finds', storesAndFinds],
  ['it can be measured', measured],
  ['the audit reaches Kafka', published],
];

async function healthy(deployment) {
  const { status, version, components } = await deployment.health();
  if (status === 'healthy') return ok(`${version} is healthy`);
  const ill = Object.entries(components).filter(([, { status: state }]) =>
    ['degraded', 'unhealthy'].includes(state),
  );
  return todo(
    `${status}, because of ${ill.map(([name]) => name).join(', ') || 'what /health says'}: docs/runbooks/backend-down.md`,
  );
}

async function strict(deployment) {
  const { mode } = await deployment.health();
  if (STRICT_MODES.includes(mode)) return ok(`${mode}, which refuses credentials of development`);
  return todo(`it is ${mode}: set SOMABRAIN_MODE=production, which refuses what is only for development`);
}

async function ownSecrets(deployment) {
  const { mode } = await deployment.health();
  const known = SECRETS.filter((name) => deployment.secrets[name]);
  const missing = SECRETS.filter((name) => !known.includes(name));
  const foreign = known.filter((name) => isDevelopmentSecret(deployment.secrets[name]));
  if (foreign.length > 0) return todo(`${foreign.join(', ')}: of development; give them values of your own`);
  if (missing.length === 0) return ok(`${known.length} of ${SECRETS.length} looked at`);
  // Whether a server asks for a password at all is not seen from here.
  if (STRICT_MODES.includes(mode)) {
    return notChecked(
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set here, and the mode ${mode} refuses those of development only where they are set; give this script the .env or --namespace of the services`,
    );
  }
  return todo(`${missing.join(', ')}: not set in .env; scripts/generate_global_env.sh makes them`);
}

async function identified(deployment) {
  const { status } = await deployment.askAsNobody('POST', '/recall', { query: 'x' });
  if (status === 401) return ok('without a token the answer is 401');
  return todo(
    `without a token the answer is ${status}: set SOMABRAIN_JWT_SECRET or what else docs/security/identity.md names`,
  );
}

async function failsClosed(deployment) {
  const { status, json } = await deployment.ask('GET', '/diagnostics');
  if (status !== 200)
    return todo(`/diagnostics answered ${status}: is SOMABRAIN_API_TOKEN the one of the service?`);
  const answer = json();
  const off = ['mode_api_auth_enabled', 'mode_opa_fail_closed', 'mode_require_external_backends'].filter(
    (name) => answer[name] !== true,
  );
  if (off.length === 0) return ok('it denies when OPA cannot be asked');
  return todo(`${off.join(', ')}: false; SOMABRAIN_MODE=production makes them true`);
}

async function storesAndFinds(deployment) {
  const content = `Test memory for production deployment ${randomUUID()}`;
  const stored = await deployment.ask('POST', '/remember', {
    content,
    metadata: { test: true, deployment: 'production' },
  });
  if (stored.status !== 201) return todo(`/remember answered ${stored.status}: ${stored.text}`);
  const { id } = stored.json();
  const found = await deployment.ask('POST', '/recall', { query: content, k: 5 });
  const removed = await deployment.ask('DELETE', `/memories/${id}`);
  if (found.status !== 200) return todo(`/recall answered ${found.status}: ${found.text}`);
  if (!found.json().results.some((result) => result.id === id))
    return todo('a memory just stored is not found');
  if (removed.status >= 300) return todo(`the memory ${id} could not be deleted: ${removed.text}`);
  deployment.traceId = stored.traceId;
  return ok('a memory was stored, found and deleted');
}

async function measured(deployment) {
  const broken = await deployment.metric('somabrain_density_trace_error_total');
  if (broken === undefined)
    return todo('/metrics lacks somabrain_density_trace_error_total: is that SomaBrain?');
  return broken === 0
    ? ok('/metrics answers, no score was broken')
    : todo(`${broken} broken scores: docs/runbooks/scores-broken.md`);
}

async function published(deployment) {
  const { components } = await deployment.health();
  if (components.kafka?.status === 'not_configured')
    return todo('there is no Kafka: set SOMABRAIN_KAFKA_URL');
  const age = await deployment.metric('somabrain_audit_outbox_oldest_seconds');
  if (age === undefined)
    return notChecked('/metrics lacks somabrain_audit_outbox_oldest_seconds: ask the memory service');
  if (age < OUTBOX_SECONDS) return ok(`the oldest record waits ${age.toFixed(1)} s`);
  return todo(`the oldest record waits ${age.toFixed(0)} s: docs/runbooks/audit-outbox-old.md`);
}
