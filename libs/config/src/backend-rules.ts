import type { EnvironmentValues, VariableName } from './environment-schema';
import type { Finding } from './finding';
import type { ProcessKind } from './process-kind';

/** What a deployment must not do without. */
export interface StrictFlags {
  /** Redis, Postgres, Kafka and OPA are servers of their own. */
  readonly externalBackends: boolean;
  /** Each of them answers before the first request is taken. */
  readonly fullStack: boolean;
  /** A memory service apart keeps the memories. */
  readonly memory: boolean;
}

const FLAGS = {
  externalBackends: 'SOMABRAIN_REQUIRE_EXTERNAL_BACKENDS',
  fullStack: 'SOMABRAIN_FORCE_FULL_STACK',
  memory: 'SOMABRAIN_REQUIRE_MEMORY',
} as const;

/** Where each backend is configured, and what to write there. */
const BACKENDS = {
  SOMABRAIN_REDIS_URL: 'redis://:password@host:6379/0',
  SOMABRAIN_POSTGRES_DSN: 'postgresql://user:password@host:5432/database',
  SOMABRAIN_KAFKA_URL: 'kafka://host:9092',
  SOMABRAIN_OPA_URL: 'http://host:8181',
} as const;

/** What each process uses of them. */
const USED: Readonly<Record<ProcessKind, readonly (keyof typeof BACKENDS)[]>> = {
  api: ['SOMABRAIN_REDIS_URL', 'SOMABRAIN_POSTGRES_DSN', 'SOMABRAIN_KAFKA_URL', 'SOMABRAIN_OPA_URL'],
  memory: ['SOMABRAIN_POSTGRES_DSN', 'SOMABRAIN_KAFKA_URL'],
  cognition: ['SOMABRAIN_REDIS_URL', 'SOMABRAIN_POSTGRES_DSN', 'SOMABRAIN_KAFKA_URL'],
  cli: [],
};

/** The flags that are set; staging and production set those that are not. */
export function strictFlags(values: EnvironmentValues): StrictFlags {
  const implied = isStrictMode(values);
  return {
    externalBackends: values.SOMABRAIN_REQUIRE_EXTERNAL_BACKENDS ?? implied,
    fullStack: values.SOMABRAIN_FORCE_FULL_STACK ?? implied,
    memory: values.SOMABRAIN_REQUIRE_MEMORY ?? implied,
  };
}

export function isStrictMode({ SOMABRAIN_MODE: mode }: EnvironmentValues): boolean {
  return mode === 'staging' || mode === 'production';
}

/** Which backends are missing that a flag or the mode demands, and who demands them. */
export function missingBackends(values: EnvironmentValues, process: ProcessKind): Finding[] {
  const flags = strictFlags(values);
  const demanding = flags.externalBackends ? 'externalBackends' : flags.fullStack ? 'fullStack' : null;
  const found: Finding[] = [];
  if (demanding) {
    const demand = demandOf(values, demanding);
    for (const name of USED[process]) found.push(...missing(values, name, demand, BACKENDS[name]));
  }
  if (found.every(({ name }) => name !== 'SOMABRAIN_POSTGRES_DSN') && isStrictMode(values)) {
    const demand = `SOMABRAIN_MODE=${values.SOMABRAIN_MODE} does not use the embedded server`;
    found.push(...missing(values, 'SOMABRAIN_POSTGRES_DSN', demand, BACKENDS.SOMABRAIN_POSTGRES_DSN));
  }
  if (flags.memory && (process === 'api' || process === 'cognition')) {
    const demand = demandOf(values, 'memory');
    found.push(...missing(values, 'SOMABRAIN_MEMORY_HTTP_ENDPOINT', demand, 'http://host:9595'));
    const token = 'the token that the memory service was started with';
    found.push(...missing(values, 'SOMABRAIN_MEMORY_HTTP_TOKEN', demand, token));
  }
  return found;
}

function demandOf(values: EnvironmentValues, flag: keyof StrictFlags): string {
  const name = FLAGS[flag];
  return values[name] === undefined
    ? `SOMABRAIN_MODE=${values.SOMABRAIN_MODE} demands it`
    : `${name}=1 demands it`;
}

function missing(values: EnvironmentValues, name: VariableName, demand: string, write: string): Finding[] {
  return values[name] === undefined
    ? [{ name, wrong: `it is not set, and ${demand}`, remedy: `write ${write}` }]
    : [];
}
