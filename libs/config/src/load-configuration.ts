import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { toCognitiveLoop } from './cognitive-loop';
import type { Configuration } from './configuration';
import { ConfigurationError, describeProblem, type ConfigurationProblem } from './configuration-error';
import { isStrictMode, strictFlags } from './backend-rules';
import { checkRules } from './configuration-rules';
import type { Environment } from './environment';
import { environmentSchema, VARIABLES, type EnvironmentValues } from './environment-schema';
import { needsClosedPolicy } from './exposure-rules';
import type { Finding } from './finding';
import { readPublicKey, toAuth } from './identity';
import { deepFreeze } from './deep-freeze';
import { toKafka } from './kafka';
import { defaultIndexMemoryMb, memoryLimitBytes } from './memory-limit';
import { toOAuth } from './oauth';
import { completeDsn, redactDsn } from './postgres-dsn';
import type { ProcessKind } from './process-kind';
import { completeRedisUrl } from './redis-url';
import { Secret } from './secret';
import { findVariableTexts, unknownVariableWarnings, type VariableText } from './variable-texts';

const LONGEST_QUOTE = 60;
const STRICT_SHUTDOWN_DELAY_SECONDS = 5;

export interface LoadOptions {
  /** Reads the file that a `*_FILE` variable names, as text. */
  readonly readFile?: (path: string) => string;
  /** The process that is configured: each has requirements of its own. */
  readonly process?: ProcessKind;
  /** Bytes of memory this process may use. */
  readonly memoryLimit?: number;
}

/**
 * Checks the environment and makes the configuration of it, frozen all through.
 * @returns the configuration, and sentences for the log about what is allowed but unwise
 * @throws ConfigurationError with every problem there is
 */
export function loadConfiguration(
  environment: Environment,
  options: LoadOptions = {},
): { configuration: Configuration; warnings: string[] } {
  const {
    readFile = (path) => readFileSync(path, 'utf8'),
    memoryLimit = memoryLimitBytes(),
    process = 'api',
  } = options;
  const { texts, problems } = findVariableTexts(VARIABLES, environment, readFile);
  const values = parseValues(texts, problems);
  const publicKey = readPublicKey(values.SOMABRAIN_JWT_PUBLIC_KEY_PATH, readFile);
  const { refused, unwise } = checkRules(values, process);
  if (publicKey !== null && typeof publicKey === 'object') refused.push(publicKey);
  for (const finding of refused) {
    // A variable that could not be read is reported for that, not for its absence.
    if (!problems.has(finding.name)) problems.set(finding.name, asProblem(finding, texts));
  }
  if (problems.size > 0) {
    throw new ConfigurationError([...VARIABLES.keys()].flatMap((name) => problems.get(name) ?? []));
  }
  const warnings = unwise.map((finding) => describeProblem(asProblem(finding, texts)));
  warnings.push(...unknownVariableWarnings(VARIABLES, environment));
  const ownTenant = texts.has('SOMABRAIN_DEFAULT_TENANT') ? values.SOMABRAIN_DEFAULT_TENANT : null;
  return {
    configuration: deepFreeze(
      toConfiguration(values, toAuth(values, publicKey, ownTenant), { memoryLimit, process }),
    ),
    warnings,
  };
}

/** Parses every text and adds a problem for each that is not accepted; such a variable then counts as unset. */
function parseValues(
  texts: ReadonlyMap<string, VariableText>,
  problems: Map<string, ConfigurationProblem>,
): EnvironmentValues {
  const accepted = Object.fromEntries([...texts].map(([name, { text }]) => [name, text]));
  const { error } = environmentSchema.safeParse(accepted);
  for (const issue of error?.issues ?? []) {
    const name = String(issue.path[0]);
    const text = texts.get(name);
    if (text === undefined || problems.has(name)) continue;
    problems.set(name, notAccepted(name, text, issue));
    delete accepted[name];
  }
  return environmentSchema.parse(accepted);
}

function notAccepted(name: string, found: VariableText, issue: z.core.$ZodIssue): ConfigurationProblem {
  const { accepts, sensitive } = VARIABLES.get(name) ?? { accepts: 'a valid value', sensitive: true };
  const value = sensitive || found.fromFile ? 'the value' : quote(found.text);
  return {
    variable: found.writtenAs,
    wrong: issue.code === 'custom' ? issue.message : `${value} is not accepted`,
    remedy: `write ${accepts}`,
  };
}

/** A value on one line, short, and without the password of a connection URL that was put into the wrong variable. */
function quote(text: string): string {
  const shown = redactDsn(text);
  return JSON.stringify(shown.length > LONGEST_QUOTE ? `${shown.slice(0, LONGEST_QUOTE)}…` : shown);
}

function asProblem(
  { name, wrong, remedy }: Finding,
  texts: ReadonlyMap<string, VariableText>,
): ConfigurationProblem {
  return { variable: texts.get(name)?.writtenAs ?? name, wrong, remedy };
}

function toConfiguration(
  values: EnvironmentValues,
  auth: Configuration['auth'],
  { memoryLimit, process }: Required<Pick<LoadOptions, 'memoryLimit' | 'process'>>,
): Configuration {
  const development = values.SOMABRAIN_MODE === 'development';
  return {
    mode: values.SOMABRAIN_MODE,
    http: {
      host: values.SOMABRAIN_HOST ?? (development ? '127.0.0.1' : '0.0.0.0'),
      port: values.SOMABRAIN_PORT,
      shutdownDelaySeconds:
        values.SOMABRAIN_SHUTDOWN_DELAY_SECONDS ?? (isStrictMode(values) ? STRICT_SHUTDOWN_DELAY_SECONDS : 0),
    },
    logging: { level: values.SOMABRAIN_LOG_LEVEL },
    postgres: {
      server: toPostgresServer(values),
      poolSize: values.SOMABRAIN_POSTGRES_POOL_SIZE,
      // Nobody else can migrate the embedded server.
      autoMigrate:
        values.SOMABRAIN_AUTO_MIGRATE ?? (development || values.SOMABRAIN_POSTGRES_DSN === undefined),
    },
    redis: toRedis(values),
    kafka: toKafka(values),
    strict: toStrict(values, process),
    tenancy: { defaultTenant: values.SOMABRAIN_DEFAULT_TENANT },
    index: {
      memoryMb: values.SOMABRAIN_INDEX_MEMORY_MB ?? defaultIndexMemoryMb(memoryLimit),
      threads: values.SOMABRAIN_RANKING_THREADS,
      snapshotsFrom: values.SOMABRAIN_INDEX_SNAPSHOTS_FROM,
      searchableMetadata: values.SOMABRAIN_SEARCHABLE_METADATA,
    },
    content: { maxCharacters: values.SOMABRAIN_MAX_CONTENT_CHARACTERS },
    writes: { queueMax: values.SOMABRAIN_WRITE_QUEUE_MAX },
    auth,
    oauth: toOAuth(values),
    metrics: toMetrics(values),
    compatibility: values.SOMABRAIN_COMPATIBILITY,
    corsOrigins: values.SOMABRAIN_CORS_ORIGINS ?? [],
    allowedHosts: values.SOMABRAIN_ALLOWED_HOSTS ?? [],
    policy: toPolicy(values),
    limits: { rate: toRate(values), writesADay: toWritesADay(values) },
    memory: toMemory(values),
    ranking: toRanking(values),
    coRecallLinks: values.SOMABRAIN_CO_RECALL_LINKS,
    workingMemory: {
      capacity: values.SOMABRAIN_WORKING_MEMORY_SIZE,
      ttlSeconds: values.SOMABRAIN_WORKING_MEMORY_TTL_SECONDS,
    },
    sleep: { intervalSeconds: values.SOMABRAIN_SLEEP_INTERVAL_SECONDS },
    cognition: toCognitiveLoop(values),
    changes: { retentionDays: values.SOMABRAIN_CHANGE_RETENTION_DAYS },
    telemetry:
      values.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? null
        : { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT },
  };
}

function toRanking(values: EnvironmentValues): Configuration['ranking'] {
  return {
    importanceWeight: values.SOMABRAIN_RANKING_IMPORTANCE_WEIGHT,
    recencyWeight: values.SOMABRAIN_RANKING_RECENCY_WEIGHT,
    recencyHalfLifeDays: values.SOMABRAIN_RANKING_RECENCY_HALF_LIFE_DAYS,
    sessionWeight: values.SOMABRAIN_RANKING_SESSION_WEIGHT,
    linkWeight: values.SOMABRAIN_RANKING_LINK_WEIGHT,
    feedbackWeight: values.SOMABRAIN_RANKING_FEEDBACK_WEIGHT,
  };
}

function toStrict(values: EnvironmentValues, process: ProcessKind): Configuration['strict'] {
  return {
    ...strictFlags(values),
    waitSeconds: values.SOMABRAIN_STARTUP_WAIT_SECONDS,
    closedPolicy: needsClosedPolicy(values, process),
  };
}

function toPolicy(values: EnvironmentValues): Configuration['policy'] {
  const development = values.SOMABRAIN_MODE === 'development';
  const url = values.SOMABRAIN_OPA_URL;
  return {
    opa:
      url === undefined
        ? null
        : { url, timeoutMs: values.SOMABRAIN_OPA_TIMEOUT_MS, token: secretOf(values.SOMABRAIN_OPA_TOKEN) },
    bundle: values.SOMABRAIN_POLICY_BUNDLE ?? (development ? 'example' : 'default'),
    failClosed: !development,
    cacheMs: values.SOMABRAIN_OPA_CACHE_MS,
  };
}

function toMetrics(values: EnvironmentValues): Configuration['metrics'] {
  const { SOMABRAIN_PROTECT_METRICS: given, SOMABRAIN_METRICS_TOKEN: token } = values;
  const byDefault = isStrictMode(values) ? 'loopback' : 'everybody';
  const open = given === undefined ? byDefault : given ? 'nobody' : 'everybody';
  return { open, token: secretOf(token) };
}

function secretOf(text: string | undefined): Secret | null {
  return text === undefined ? null : new Secret(text);
}

const DEFAULT_RATE_PER_SECOND = 50;

/** Development has no limit but the one it asks for. */
function toRate(values: EnvironmentValues): Configuration['limits']['rate'] {
  const { SOMABRAIN_RATE_RPS: given, SOMABRAIN_RATE_BURST: burst } = values;
  if (values.SOMABRAIN_MODE === 'development' && given === undefined && burst === undefined) return null;
  const perSecond = given ?? DEFAULT_RATE_PER_SECOND;
  return { perSecond, burst: burst ?? Math.max(1, Math.round(2 * perSecond)) };
}

const DEFAULT_WRITES_A_DAY = 10_000;

function toWritesADay({
  SOMABRAIN_MODE: mode,
  SOMABRAIN_WRITE_DAILY_LIMIT: given,
}: EnvironmentValues): number | null {
  return given ?? (mode === 'development' ? null : DEFAULT_WRITES_A_DAY);
}

function toRedis({
  SOMABRAIN_REDIS_URL: url,
  REDIS_PASSWORD: password,
}: EnvironmentValues): Configuration['redis'] {
  return url === undefined ? null : { url: new Secret(completeRedisUrl(url, password)) };
}

function toMemory(values: EnvironmentValues): Configuration['memory'] {
  const development = values.SOMABRAIN_MODE === 'development';
  const token = secretOf(values.SOMABRAIN_MEMORY_HTTP_TOKEN);
  const endpoint = values.SOMABRAIN_MEMORY_HTTP_ENDPOINT;
  return {
    listen: {
      host: values.SOMABRAIN_MEMORY_HOST ?? (development ? '127.0.0.1' : '0.0.0.0'),
      port: values.SOMABRAIN_MEMORY_PORT,
    },
    token,
    remote:
      endpoint === undefined
        ? null
        : {
            endpoint,
            token,
            timeoutMs: values.SOMABRAIN_MEMORY_HTTP_TIMEOUT_MS,
            journal: !strictFlags(values).memory,
          },
  };
}

function toPostgresServer(values: EnvironmentValues): Configuration['postgres']['server'] {
  const dsn = values.SOMABRAIN_POSTGRES_DSN;
  if (dsn === undefined) return { kind: 'embedded', dataDirectory: resolve(values.SOMABRAIN_DATA_DIR) };
  const credentials = { user: values.POSTGRES_USER, password: values.POSTGRES_PASSWORD };
  return {
    kind: 'external',
    dsn: new Secret(completeDsn(dsn, credentials)),
    migrationDsn: new Secret(completeDsn(values.SOMABRAIN_POSTGRES_MIGRATION_DSN ?? dsn, credentials)),
  };
}
