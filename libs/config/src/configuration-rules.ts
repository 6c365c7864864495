import { missingBackends, strictFlags } from './backend-rules';
import { isDevelopmentSecret, isPlaceholder } from './development-credentials';
import type { EnvironmentValues } from './environment-schema';
import { permissiveBundle, refusesWhatIsOpen, withWayOut } from './exposure-rules';
import type { Finding } from './finding';
import { checkIdentity, isLoopback } from './identity-rules';
import { checkKafka } from './kafka';
import { checkOAuth } from './oauth';
import { dsnCredentials } from './postgres-dsn';
import type { ProcessKind } from './process-kind';
import { redisPassword } from './redis-url';

/** What is secret as a whole. */
const SECRET_VARIABLES = [
  'REDIS_PASSWORD',
  'POSTGRES_PASSWORD',
  'SOMABRAIN_KAFKA_SASL_PASSWORD',
  'SOMABRAIN_API_TOKEN',
  'SOMABRAIN_JWT_SECRET',
  'SOMABRAIN_JWT_SECRET_PREVIOUS',
  'SOMABRAIN_METRICS_TOKEN',
  'SOMABRAIN_OPA_TOKEN',
  'SOMABRAIN_MEMORY_HTTP_TOKEN',
] as const;
const DSN_VARIABLES = ['SOMABRAIN_POSTGRES_DSN', 'SOMABRAIN_POSTGRES_MIGRATION_DSN'] as const;

/**
 * What the mode demands or forbids of a process. Development credentials, and a policy that allows everything, are `refused` in staging
 * and production, and in enterprise where other machines reach the process; there else they are `unwise`.
 */
export function checkRules(
  values: EnvironmentValues,
  process: ProcessKind,
): { refused: Finding[]; unwise: Finding[] } {
  const refused = [
    ...missingBackends(values, process),
    ...ownerWithoutServer(values),
    ...missingMemoryToken(values, process),
    ...workerWithoutLoop(values, process),
    ...loopWithoutActivity(values, process),
    ...policyWithoutServer(values, process),
  ];
  const kafka = checkKafka(values);
  refused.push(...kafka.refused);
  const exposed = [...developmentCredentials(values), ...permissiveBundle(values, process)];
  const unwise = [...kafka.unwise];
  if (process === 'api') {
    for (const { refused: wrong, unwise: risky } of [checkIdentity(values), checkOAuth(values)]) {
      refused.push(...wrong);
      unwise.push(...risky);
    }
  }
  if (refusesWhatIsOpen(values, process)) refused.push(...exposed.map((each) => withWayOut(each, values)));
  else if (values.SOMABRAIN_MODE !== 'development') unwise.push(...exposed);
  return { refused, unwise };
}

function ownerWithoutServer(values: EnvironmentValues): Finding[] {
  const { SOMABRAIN_POSTGRES_DSN: dsn, SOMABRAIN_POSTGRES_MIGRATION_DSN: owner } = values;
  if (dsn !== undefined || owner === undefined) return [];
  return [
    {
      name: 'SOMABRAIN_POSTGRES_MIGRATION_DSN',
      wrong: 'it is set without SOMABRAIN_POSTGRES_DSN',
      remedy: 'set both, or neither for the embedded server',
    },
  ];
}

/** A process of the loop works on what Kafka brings it. */
function workerWithoutLoop(values: EnvironmentValues, process: ProcessKind): Finding[] {
  if (process !== 'cognition') return [];
  const found: Finding[] = [];
  if (!values.ENABLE_COG_THREADS) {
    const wrong = 'it is off, and this process has nothing else to do';
    found.push({ name: 'ENABLE_COG_THREADS', wrong, remedy: 'write 1 here and for the API' });
  }
  if (values.SOMABRAIN_KAFKA_URL === undefined) {
    const wrong = 'it is not set: without Kafka the loop runs in the process of the API';
    found.push({
      name: 'SOMABRAIN_KAFKA_URL',
      wrong,
      remedy: 'write kafka://host:9092, or start no such process',
    });
  }
  return found;
}

/** What a memory service apart writes down reaches the loop by Kafka alone. */
function loopWithoutActivity(values: EnvironmentValues, process: ProcessKind): Finding[] {
  const {
    ENABLE_COG_THREADS: on,
    SOMABRAIN_KAFKA_URL: kafka,
    SOMABRAIN_MEMORY_HTTP_ENDPOINT: apart,
  } = values;
  if (process !== 'api' || !on || kafka !== undefined || apart === undefined) return [];
  return [
    {
      name: 'SOMABRAIN_KAFKA_URL',
      wrong:
        'it is not set, and the loop of ENABLE_COG_THREADS hears of a memory service apart by Kafka alone',
      remedy: 'write kafka://host:9092, or keep the memories in the process of the API',
    },
  ];
}

/** The policies that come with SomaBrain say nothing of who leads. */
function policyWithoutServer(values: EnvironmentValues, process: ProcessKind): Finding[] {
  const { ENABLE_COG_THREADS: on, SOMABRAIN_OPA_POLICY: policy, SOMABRAIN_OPA_URL: opa } = values;
  const integrates = on && (process === 'api' || process === 'cognition');
  if (!integrates || policy === undefined || opa !== undefined) return [];
  return [
    {
      name: 'SOMABRAIN_OPA_POLICY',
      wrong: 'it is set without SOMABRAIN_OPA_URL',
      remedy: 'set both, or neither: the greatest weight leads then',
    },
  ];
}

/** Whoever reaches the memory service may read every tenant: only development on a loopback address does without a token. */
function missingMemoryToken(values: EnvironmentValues, process: ProcessKind): Finding[] {
  if (values.SOMABRAIN_MEMORY_HTTP_TOKEN !== undefined || process === 'cli') return [];
  const development = values.SOMABRAIN_MODE === 'development';
  const name = 'SOMABRAIN_MEMORY_HTTP_TOKEN';
  if (process === 'memory') {
    const host = values.SOMABRAIN_MEMORY_HOST ?? (development ? '127.0.0.1' : '0.0.0.0');
    if (development && isLoopback(host)) return [];
    return [
      {
        name,
        wrong: `it is not set, and the memory service would listen on ${host} in mode ${values.SOMABRAIN_MODE}`,
        remedy: 'write a random text, such as `openssl rand -hex 32` prints, here and for the API',
      },
    ];
  }
  // Where a flag demands the memory service, the missing token is reported for that.
  if (values.SOMABRAIN_MEMORY_HTTP_ENDPOINT === undefined || development || strictFlags(values).memory)
    return [];
  return [
    {
      name,
      wrong: 'it is not set, and the memory service of SOMABRAIN_MEMORY_HTTP_ENDPOINT demands it',
      remedy: 'write the token that the memory service was started with',
    },
  ];
}

function redisPasswordOf({ SOMABRAIN_REDIS_URL: url }: EnvironmentValues): string | undefined {
  return url === undefined ? undefined : redisPassword(url);
}

function developmentCredentials(values: EnvironmentValues): Finding[] {
  const used = [
    { name: 'POSTGRES_USER', user: values.POSTGRES_USER, password: undefined },
    ...SECRET_VARIABLES.map((name) => ({ name, user: undefined, password: values[name] })),
    { name: 'SOMABRAIN_REDIS_URL', user: undefined, password: redisPasswordOf(values) },
    ...DSN_VARIABLES.flatMap((name) => {
      const dsn = values[name];
      return dsn === undefined ? [] : [{ name, ...dsnCredentials(dsn) }];
    }),
  ] as const;
  return used
    .filter(({ user, password }) => isPlaceholder(user ?? '') || isDevelopmentSecret(password ?? ''))
    .map(({ name }) => ({
      name,
      wrong: `it holds a development credential, which SOMABRAIN_MODE=${values.SOMABRAIN_MODE} should not run with`,
      remedy: 'write credentials of your own',
    }));
}
