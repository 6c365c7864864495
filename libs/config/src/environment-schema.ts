import { z } from 'zod';
import { cognitionVariables } from './cognition-variables';
import { cognitiveLoopVariables } from './cognitive-loop-variables';
import { compatibilityVariables } from './compatibility-variables';
import { exposureVariables } from './exposure-variables';
import { indexVariables } from './index-variables';
import { kafkaVariables } from './kafka-variables';
import { oauthVariables } from './oauth-variables';
import { policyVariables } from './policy-variables';
import { metadataOf, optionalVariable, variable, type VariableMetadata } from './variable';
import {
  bearerText,
  decimal,
  directory,
  filePath,
  hostNames,
  httpUrl,
  listenAddress,
  logLevel,
  metadataPaths,
  mode,
  onOrOff,
  origins,
  port,
  postgresDsn,
  redisUrl,
  tenantId,
  text,
  wholeNumber,
} from './variable-kinds';

/** Every variable there is. One that nothing reads does not belong here. */
export const environmentSchema = z.object({
  SOMABRAIN_MODE: variable(mode, 'development', {
    group: 'Process',
    description: 'Deployment mode; sets required variables, refused settings and several defaults.',
  }),
  SOMABRAIN_HOST: optionalVariable(listenAddress, '127.0.0.1 in development, 0.0.0.0 in every other mode', {
    group: 'Process',
    description: 'Address the HTTP server listens on.',
  }),
  SOMABRAIN_PORT: variable(port, '9696', {
    group: 'Process',
    description: 'Port the HTTP server listens on.',
  }),
  SOMABRAIN_PUBLISHED_ADDRESS: exposureVariables.SOMABRAIN_PUBLISHED_ADDRESS,
  SOMABRAIN_SHUTDOWN_DELAY_SECONDS: optionalVariable(
    wholeNumber(0, 300),
    '5 in staging and production, 0 otherwise',
    {
      group: 'Process',
      description:
        'Seconds between a stop signal and shutdown. Meanwhile /health/ready reports not ready and requests are still served, so that load balancers drain.',
    },
  ),
  SOMABRAIN_LOG_LEVEL: variable(logLevel, 'INFO', {
    group: 'Process',
    description: 'Least severe level that is logged.',
  }),
  SOMABRAIN_DATA_DIR: variable(directory, './data', {
    group: 'Process',
    description: 'Directory of the embedded Postgres; a relative path starts at the working directory.',
  }),
  ...compatibilityVariables,
  SOMABRAIN_REQUIRE_EXTERNAL_BACKENDS: optionalVariable(
    onOrOff,
    'on in staging and production, off otherwise',
    {
      group: 'Strictness',
      description: 'Refuses to start unless Redis, Postgres, Kafka and OPA are configured.',
    },
  ),
  SOMABRAIN_FORCE_FULL_STACK: optionalVariable(onOrOff, 'on in staging and production, off otherwise', {
    group: 'Strictness',
    description: 'Refuses to start unless every required backend answers.',
  }),
  SOMABRAIN_REQUIRE_MEMORY: optionalVariable(onOrOff, 'on in staging and production, off otherwise', {
    group: 'Strictness',
    description:
      'Refuses to start unless a separate memory service and its token are configured. When off, writes are journaled while the service is unavailable.',
  }),
  SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS: exposureVariables.SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS,
  SOMABRAIN_STARTUP_WAIT_SECONDS: variable(wholeNumber(1, 3600), '30', {
    group: 'Strictness',
    description: 'Seconds to wait at start for the backends that SOMABRAIN_FORCE_FULL_STACK requires.',
  }),
  SOMABRAIN_POSTGRES_DSN: optionalVariable(
    postgresDsn,
    'the embedded server in development, required otherwise',
    {
      group: 'Postgres',
      description: 'Connection URL of the database.',
      sensitive: true,
    },
  ),
  SOMABRAIN_POSTGRES_MIGRATION_DSN: optionalVariable(postgresDsn, 'the same as SOMABRAIN_POSTGRES_DSN', {
    group: 'Postgres',
    description: "Connection URL of the tables' owner, used only to migrate.",
    sensitive: true,
  }),
  POSTGRES_USER: optionalVariable(text, 'none', {
    group: 'Postgres',
    description: 'User for the connection URLs above that name none.',
  }),
  POSTGRES_PASSWORD: optionalVariable(text, 'none', {
    group: 'Postgres',
    description:
      'Password for the connection URLs above that carry none; not given to a user other than POSTGRES_USER.',
    sensitive: true,
  }),
  SOMABRAIN_POSTGRES_POOL_SIZE: variable(wholeNumber(2, 200), '10', {
    group: 'Postgres',
    description: 'Most connections a process holds; all processes together must stay below max_connections.',
  }),
  SOMABRAIN_AUTO_MIGRATE: optionalVariable(onOrOff, 'on in development, off in every other mode', {
    group: 'Postgres',
    description:
      'Whether pending migrations are applied at start; when off, an unmigrated database is refused.',
  }),
  SOMABRAIN_REDIS_URL: optionalVariable(redisUrl, 'limits and working memory are of each process', {
    group: 'Redis',
    description: 'Connection URL of Redis, which shares rate limits and working memory between processes.',
    sensitive: true,
    aliases: ['REDIS_URL', 'SOMA_REDIS_URL'],
  }),
  REDIS_PASSWORD: optionalVariable(text, 'none', {
    group: 'Redis',
    description: 'Password for a connection URL above that carries none.',
    sensitive: true,
  }),
  ...kafkaVariables,
  SOMABRAIN_DEFAULT_TENANT: variable(tenantId, 'public', {
    group: 'Tenants',
    description:
      'Tenant of requests that name none. Where it is set, also of tokens without a claim of tenants, unless they are of an administrator.',
  }),
  SOMABRAIN_AUTH_REQUIRED: optionalVariable(
    onOrOff,
    'off in development on a loopback address without a verifier, on otherwise',
    {
      group: 'Identity',
      description: 'Requires every caller to authenticate.',
    },
  ),
  SOMABRAIN_DISABLE_AUTH: variable(onOrOff, '0', {
    group: 'Identity',
    description:
      'Disables authentication: every caller is an administrator. Refused in staging and production.',
  }),
  SOMABRAIN_ALLOW_UNAUTHENTICATED: variable(onOrOff, '0', {
    group: 'Identity',
    description: 'Also allows disabled authentication in staging and production.',
  }),
  SOMABRAIN_API_TOKEN: optionalVariable(bearerText, 'none', {
    group: 'Identity',
    description: 'Bearer token of an administrator of every tenant.',
    sensitive: true,
  }),
  SOMABRAIN_JWT_SECRET: optionalVariable(text, 'none', {
    group: 'Identity',
    description: 'Secret of at least 32 bytes that HS256, HS384 and HS512 tokens are signed with.',
    sensitive: true,
  }),
  SOMABRAIN_JWT_SECRET_PREVIOUS: optionalVariable(text, 'none', {
    group: 'Identity',
    description: 'Previous secret, still accepted during rotation.',
    sensitive: true,
  }),
  SOMABRAIN_JWT_PUBLIC_KEY_PATH: optionalVariable(filePath, 'none', {
    group: 'Identity',
    description: 'File with the public key (PEM: RSA, EC or Ed25519) of those who sign tokens.',
  }),
  SOMABRAIN_JWT_JWKS_URL: optionalVariable(httpUrl, 'none', {
    group: 'Identity',
    description:
      'Where the public keys (JWKS) of those who sign tokens are found; new ones are fetched as they appear.',
  }),
  SOMABRAIN_JWT_ISSUER: optionalVariable(text, 'any', {
    group: 'Identity',
    description: 'The claim iss that a token must have.',
  }),
  SOMABRAIN_JWT_AUDIENCE: optionalVariable(text, 'any', {
    group: 'Identity',
    description: 'The claim aud that a token must have, or have among others.',
  }),
  SOMABRAIN_PROTECT_METRICS: optionalVariable(
    onOrOff,
    '/metrics on, beyond loopback, in staging and production; off otherwise',
    {
      group: 'Identity',
      description:
        'Whether /metrics is only for those with a token; 1: /docs, /openapi.json and /asyncapi.json, too, and on loopback as well.',
    },
  ),
  SOMABRAIN_METRICS_TOKEN: optionalVariable(bearerText, 'none', {
    group: 'Identity',
    description: 'Bearer token with which Prometheus reads /metrics, and nothing else.',
    sensitive: true,
  }),
  SOMABRAIN_CORS_ORIGINS: optionalVariable(origins, 'none: browsers keep pages of other places away', {
    group: 'Identity',
    description: 'Origins allowed to call the API from a browser (CORS).',
  }),
  SOMABRAIN_ALLOWED_HOSTS: optionalVariable(hostNames, 'names that no place on the internet can have', {
    group: 'Identity',
    description:
      'Further host names that the services are called by where they ask for no token: beside addresses, localhost, names without a dot, and those under .internal, .svc and .cluster.local.',
  }),
  ...oauthVariables,
  ...policyVariables,
  SOMABRAIN_RATE_RPS: optionalVariable(decimal(0.001, 1_000_000), '50; unlimited in development', {
    group: 'Limits',
    description: 'Sustained requests per second allowed for a tenant.',
  }),
  SOMABRAIN_RATE_BURST: optionalVariable(wholeNumber(1, 1_000_000), 'twice SOMABRAIN_RATE_RPS, at least 1', {
    group: 'Limits',
    description: 'Burst size of the token bucket of a tenant.',
  }),
  SOMABRAIN_WRITE_DAILY_LIMIT: optionalVariable(
    wholeNumber(1, 1_000_000_000_000),
    '10000; unlimited in development',
    {
      group: 'Limits',
      description: 'Memories that a tenant may store or change a day (UTC).',
    },
  ),
  ...cognitionVariables,
  ...cognitiveLoopVariables,
  SOMABRAIN_MEMORY_HTTP_ENDPOINT: optionalVariable(httpUrl, 'memories are kept in the process of the API', {
    group: 'Memory service',
    description: 'URL of the memory service that the API calls.',
    aliases: ['MEMORY_SERVICE_URL', 'SOMABRAIN_HTTP_ENDPOINT'],
  }),
  SOMABRAIN_MEMORY_HTTP_TOKEN: optionalVariable(
    bearerText,
    'none, which only development on a loopback address allows',
    {
      group: 'Memory service',
      description: 'Bearer token that the memory service demands and the API sends.',
      sensitive: true,
    },
  ),
  SOMABRAIN_MEMORY_HTTP_TIMEOUT_MS: variable(wholeNumber(100, 600_000), '10000', {
    group: 'Memory service',
    description:
      'Milliseconds the API waits for an answer of the memory service; exports and imports may take longer.',
  }),
  SOMABRAIN_MEMORY_HOST: optionalVariable(
    listenAddress,
    '127.0.0.1 in development, 0.0.0.0 in every other mode',
    {
      group: 'Memory service',
      description: 'Address the memory service listens on.',
    },
  ),
  SOMABRAIN_MEMORY_PORT: variable(port, '9595', {
    group: 'Memory service',
    description: 'Port the memory service listens on.',
  }),
  ...indexVariables,
  SOMABRAIN_WRITE_QUEUE_MAX: variable(wholeNumber(1, 1_000_000), '10000', {
    group: 'Index and writes',
    description: 'Maximum items queued for group commit. Further writes get 503 immediately.',
  }),
  SOMABRAIN_MAX_CONTENT_CHARACTERS: variable(wholeNumber(1, 1_000_000), '1000000', {
    group: 'Index and writes',
    description:
      'Characters the text of a new memory may have, in the API and in the memory service alike. The bodies that carry texts may be as long as such a text needs. Memories that are stored or imported keep theirs.',
  }),
  SOMABRAIN_SEARCHABLE_METADATA: variable(metadataPaths, 'title,name,author,subject', {
    group: 'Index and writes',
    description:
      'Fields of the metadata whose words find a memory as those of its key and tags do, with less weight than its text; of an inner object as source.title. A change holds for all memories from the next start of the memory service on.',
  }),
  SOMABRAIN_CHANGE_RETENTION_DAYS: variable(wholeNumber(1, 3650), '7', {
    group: 'Index and writes',
    description: 'Days the change feed is kept; an index that is further behind is loaded anew.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalVariable(httpUrl, 'nothing is traced', {
    group: 'Tracing',
    description:
      'Where a collector listens that takes OpenTelemetry traces (OTLP over HTTP, port 4318). Its other variables, such as OTEL_EXPORTER_OTLP_HEADERS and OTEL_TRACES_SAMPLER, hold too.',
  }),
});

export type EnvironmentValues = z.output<typeof environmentSchema>;
export type VariableName = keyof EnvironmentValues;

/** What is known of each variable, in the order of the documentation. */
export const VARIABLES: ReadonlyMap<string, VariableMetadata> = new Map(
  Object.entries(environmentSchema.shape).map(([name, schema]) => [name, metadataOf(schema)]),
);
