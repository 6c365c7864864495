import type { KafkaConfiguration } from '@somabrain/config';
import type { Logger } from '@somabrain/kernel';
import { Kafka, type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';

/** Where the brokers are and how they are spoken to. */
export type KafkaConnection = Pick<KafkaConfiguration, 'brokers' | 'tls' | 'sasl'>;

/** How long to wait for the brokers, and how often to try again. */
export interface KafkaTimeouts {
  /** Milliseconds until a connection is open and each step of a log-in is done. */
  readonly connectMs: number;
  /** Milliseconds for each answer. */
  readonly requestMs: number;
  /** How often a request that failed for a passing reason is sent again. */
  readonly retries: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

/** A client of the brokers. What is made of it connects by itself, and again after a loss. */
export function kafkaClient(
  { brokers, tls, sasl }: KafkaConnection,
  { connectMs, requestMs, retries }: KafkaTimeouts,
  logger: Logger,
): Kafka {
  return new Kafka({
    clientId: 'somabrain',
    brokers: [...brokers],
    connectionTimeout: connectMs,
    authenticationTimeout: connectMs,
    requestTimeout: requestMs,
    retry: { retries, initialRetryTime: FIRST_PAUSE_MS, maxRetryTime: LONGEST_PAUSE_MS },
    ssl: tls !== null && {
      ...(tls.ca !== null && { ca: tls.ca }),
      ...(tls.certificate !== null && { cert: tls.certificate }),
      ...(tls.key !== null && { key: tls.key.reveal() }),
    },
    ...(sasl && { sasl: saslOptions(sasl) }),
    logLevel: logLevel.WARN,
    logCreator: logTo(logger),
  });
}

function saslOptions({ mechanism, username, password }: NonNullable<KafkaConnection['sasl']>): SASLOptions {
  return { mechanism, username, password: password.reveal() };
}

/** Whoever uses the client reports what failed, once; what the library says of each attempt is for those who look for the reason. */
function logTo(logger: Logger): KafkaConfig['logCreator'] {
  return () =>
    ({ namespace, log }) => {
      const { broker, error } = log as { broker?: unknown; error?: unknown };
      logger.debug({ namespace, broker, error }, log.message);
    };
}
