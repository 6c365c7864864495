import { type Configuration, ConfigurationError } from '@somabrain/config';
import { type AwaitedBackend, waitUntilAnswering } from '@somabrain/health';
import { DatabaseProbe } from '@somabrain/database';
import { KafkaProbe } from '@somabrain/events';
import type { Logger } from '@somabrain/kernel';

/** A backend that must answer before the first request, by the variable that says where it is. */
export interface RequiredBackend extends Pick<AwaitedBackend, 'ping'> {
  readonly variable: string;
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
      silent.map(({ name, reason }) => ({
        variable: name,
        wrong: `what it names does not answer after ${strict.waitSeconds} s (${reason}), and SOMABRAIN_FORCE_FULL_STACK, which SOMABRAIN_MODE=${mode} may imply, demands it`,
        remedy: 'start it, or correct the variable',
      })),
    );
  } finally {
    await Promise.allSettled(backends.map(async (backend) => backend.close()));
  }
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
    backends.push({ variable: 'SOMABRAIN_KAFKA_URL', ping: () => probe.ping(), close: () => probe.close() });
  }
  return backends;
}
