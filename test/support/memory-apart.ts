import { loadConfiguration, Secret } from '@somabrain/config';
import { createLogger } from '@somabrain/kernel';
import { HttpMemoryService, MemoryConnection, type RemoteMemory } from '@somabrain/memory';
import { MemoryHttpMetrics, MetricsRegistry } from '@somabrain/metrics';
import { startService } from '../../apps/memory/src/start-service';

export const TOKEN = 'a-token-of-the-tests';

/** A memory service of its own on a free port, and the way to it. */
export interface MemoryApart {
  readonly url: string;
  readonly service: HttpMemoryService;
  /** Lines that the memory service logged. */
  readonly log: readonly string[];
  /** The second call waits for the first. */
  stop(): Promise<void>;
}

/** Starts the memory service. @param port 0: any that is free */
export async function startMemoryApart(dsn: string, port = 0): Promise<MemoryApart> {
  const log: string[] = [];
  const { configuration } = loadConfiguration(
    {
      SOMABRAIN_POSTGRES_DSN: dsn,
      SOMABRAIN_MEMORY_PORT: String(port),
      SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN,
    },
    { process: 'memory' },
  );
  const running = await startService(
    configuration,
    createLogger('INFO', { write: (line) => log.push(line) }),
  );
  const { service, close } = connectTo(running.url);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await close();
    await running.stop();
  };
  return {
    url: running.url,
    service,
    log,
    stop: () => (stopped ??= stop()),
  };
}

/** Asks a memory service, whatever it is, at this URL. */
export function connectTo(
  endpoint: string,
  settings: Partial<RemoteMemory> = {},
  mostAnswerBytes?: number,
): { service: HttpMemoryService; registry: MetricsRegistry; close: () => Promise<void> } {
  const registry = new MetricsRegistry();
  const remote = remoteMemory(endpoint, settings);
  const connection = new MemoryConnection(remote, new MemoryHttpMetrics(registry), mostAnswerBytes);
  return { service: new HttpMemoryService(connection), registry, close: () => connection.close() };
}

/** How a memory service at this URL is asked. */
export function remoteMemory(endpoint: string, settings: Partial<RemoteMemory> = {}): RemoteMemory {
  return { endpoint, token: new Secret(TOKEN), timeoutMs: 10_000, journal: false, ...settings };
}
