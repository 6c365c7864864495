import { type Configuration, ConfigurationError, type ConfigurationProblem } from '@somabrain/config';
import { type AwaitedBackend, type SilentBackend, waitUntilAnswering } from '@somabrain/health';
import { DatabaseProbe } from '@somabrain/database';
import { KafkaProbe } from '@somabrain/events';
import type { Logger } from '@somabrain/kernel';

/** A backend that must answer before the first request, by the variable that says where it is. */
export interface RequiredBackend extends Pick<AwaitedBackend, 'ping'> {
  readonly variable: string;
  /** The variable that says who we are to it, where that is another one. */
  readonly credentials?: string;
  close(): Promise<void> | void;
}

/**
 * Waits for what SOMABRAIN_FORCE_FULL_STACK demands.
 * @param open connects to them; they are closed again
 * @throws ConfigurationError that names each that did not answer in time
 */
export async function requireBackends(
  { mode, strict }: Configuration,
  logger: Logger,
  open: () => readonly RequiredBackend[],
): Promise<void> {
  if (!strict.fullStack) return;
  const backends = open();
  try {
    logger.info({ variables: backends.map(({ variable }) => variable) }, 'waiting for the backends');
    const awaited = backends.map((backend) => ({ name: backend.variable, ping: () => backend.ping() }));
    const silent = await waitUntilAnswering(awaited, strict.waitSeconds * 1_000);
    if (silent.length === 0) return;
    throw new ConfigurationError(
      silent.map((found) => {
        const credentials = backends.find(({ variable }) => variable === found.name)?.credentials;
        return problemOf(found, credentials ?? found.name, { mode, strict });
      }),
    );
  } finally {
    await Promise.allSettled(backends.map(async (backend) => backend.close()));
  }
}

function problemOf(
  { name: variable, reason, refused }: SilentBackend,
  credentials: string,
  { mode, strict }: Pick<Configuration, 'mode' | 'strict'>,
): ConfigurationProblem {
  const demand = `SOMABRAIN_FORCE_FULL_STACK, which SOMABRAIN_MODE=${mode} may imply, demands it`;
  if (refused) {
    const wrong = `${variable} names a server that does not let this process in: ${reason}; and ${demand}`;
    return { variable: credentials, wrong, remedy: 'correct it' };
  }
  const wrong = `what it names does not answer after ${strict.waitSeconds} s (${reason}), and ${demand}`;
  return { variable, wrong, remedy: 'start it, or correct the variable' };
}

/** Connections to what every process uses. */
export function storageBackends({ postgres, kafka }: Configuration, logger: Logger): RequiredBackend[] {
  const backends: RequiredBackend[] = [];
  if (postgres.server.kind === 'external') {
    const probe = new DatabaseProbe(postgres.server.dsn.reveal());
    backends.push({ variable: 'SOMABRAIN_POSTGRES_DSN', ping: () => probe.ping(), close: () => undefined });
  }
  if (kafka) {
    const probe = new KafkaProbe(kafka, logger);
    backends.push({
      variable: 'SOMABRAIN_KAFKA_URL',
      credentials: 'SOMABRAIN_KAFKA_SASL_PASSWORD',
      ping: () => probe.ping(),
      close: () => probe.close(),
    });
  }
  return backends;
}
