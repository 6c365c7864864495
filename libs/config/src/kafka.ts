import { createSecureContext } from 'node:tls';
import { isStrictMode } from './backend-rules';
import type { Configuration } from './configuration';
import type { EnvironmentValues, VariableName } from './environment-schema';
import type { Finding } from './finding';
import { Secret } from './secret';

const REPLICAS = { strict: 3, otherwise: 1 };
const OPERATIONS_PARTITIONS = { strict: 12, otherwise: 6 };
/** What belongs together: none of them, or all. */
const TOGETHER: readonly (readonly VariableName[])[] = [
  ['SOMABRAIN_KAFKA_SSL_CERT', 'SOMABRAIN_KAFKA_SSL_KEY'],
  ['SOMABRAIN_KAFKA_SASL_MECHANISM', 'SOMABRAIN_KAFKA_SASL_USERNAME', 'SOMABRAIN_KAFKA_SASL_PASSWORD'],
];

/** What is wrong, or unwise, about how Kafka is reached. */
export function checkKafka(values: EnvironmentValues): { refused: Finding[]; unwise: Finding[] } {
  const refused = TOGETHER.flatMap((names) => halves(values, names));
  refused.push(...contradictedTls(values), ...unusableTls(values));
  return { refused, unwise: readablePassword(values) };
}

/** How Kafka is reached, or null where there is none. */
export function toKafka(values: EnvironmentValues): Configuration['kafka'] {
  const { SOMABRAIN_KAFKA_URL: brokers } = values;
  if (brokers === undefined) return null;
  const kind = isStrictMode(values) ? 'strict' : 'otherwise';
  return {
    brokers,
    tls: toTls(values),
    sasl: toSasl(values),
    topics: {
      replicationFactor: values.SOMABRAIN_KAFKA_REPLICATION_FACTOR ?? REPLICAS[kind],
      operationsPartitions: values.SOMABRAIN_KAFKA_OPERATIONS_PARTITIONS ?? OPERATIONS_PARTITIONS[kind],
      cognitionPartitions: values.SOMABRAIN_KAFKA_COGNITION_PARTITIONS,
      auditRetentionDays: values.SOMABRAIN_KAFKA_AUDIT_RETENTION_DAYS ?? null,
    },
    usageSnapshotSeconds: values.SOMABRAIN_USAGE_SNAPSHOT_SECONDS,
  };
}

type Kafka = NonNullable<Configuration['kafka']>;

function toTls(values: EnvironmentValues): Kafka['tls'] {
  if (!tlsIsOn(values)) return null;
  const key = values.SOMABRAIN_KAFKA_SSL_KEY;
  return {
    ca: values.SOMABRAIN_KAFKA_SSL_CA ?? null,
    certificate: values.SOMABRAIN_KAFKA_SSL_CERT ?? null,
    key: key === undefined ? null : new Secret(key),
  };
}

function toSasl(values: EnvironmentValues): Kafka['sasl'] {
  const {
    SOMABRAIN_KAFKA_SASL_MECHANISM: mechanism,
    SOMABRAIN_KAFKA_SASL_USERNAME: username,
    SOMABRAIN_KAFKA_SASL_PASSWORD: password,
  } = values;
  if (mechanism === undefined || username === undefined || password === undefined) return null;
  return { mechanism, username, password: new Secret(password) };
}

function tlsIsOn(values: EnvironmentValues): boolean {
  const certificates = [values.SOMABRAIN_KAFKA_SSL_CA, values.SOMABRAIN_KAFKA_SSL_CERT];
  return values.SOMABRAIN_KAFKA_SSL ?? certificates.some((certificate) => certificate !== undefined);
}

function halves(values: EnvironmentValues, names: readonly VariableName[]): Finding[] {
  const missing = names.filter((name) => values[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return [];
  const others = names.filter((name) => !missing.includes(name)).join(' and ');
  return missing.map((name) => ({
    name,
    wrong: `it is not set, and ${others} ${others.includes(' and ') ? 'are' : 'is'}`,
    remedy: `set ${names.join(', ')}, or none of them`,
  }));
}

function contradictedTls(values: EnvironmentValues): Finding[] {
  if (values.SOMABRAIN_KAFKA_SSL !== false) return [];
  const names = ['SOMABRAIN_KAFKA_SSL_CA', 'SOMABRAIN_KAFKA_SSL_CERT'] as const;
  return names
    .filter((name) => values[name] !== undefined)
    .map((name) => ({
      name,
      wrong: 'it is set, and SOMABRAIN_KAFKA_SSL is off',
      remedy: 'keep one of them',
    }));
}

/** A key that does not fit its certificate would otherwise show at the first connection. */
function unusableTls(values: EnvironmentValues): Finding[] {
  const { SOMABRAIN_KAFKA_SSL_CERT: cert, SOMABRAIN_KAFKA_SSL_KEY: key } = values;
  if (cert === undefined || key === undefined) return [];
  try {
    createSecureContext({ cert, key });
    return [];
  } catch {
    return [
      {
        name: 'SOMABRAIN_KAFKA_SSL_KEY',
        wrong: 'it is not the private key of SOMABRAIN_KAFKA_SSL_CERT',
        remedy: 'write the two that were made together, the key without a passphrase',
      },
    ];
  }
}

function readablePassword(values: EnvironmentValues): Finding[] {
  if (values.SOMABRAIN_KAFKA_SASL_MECHANISM !== 'plain' || tlsIsOn(values)) return [];
  return [
    {
      name: 'SOMABRAIN_KAFKA_SASL_MECHANISM',
      wrong: 'plain sends the password as it is, and SOMABRAIN_KAFKA_SSL is off',
      remedy: 'turn SOMABRAIN_KAFKA_SSL on, or use scram-sha-512',
    },
  ];
}
