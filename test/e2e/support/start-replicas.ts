import { loadConfiguration } from '@somabrain/config';
import type { RunningService } from '@somabrain/runtime';
import { createLogger } from '@somabrain/kernel';
import { startService as startApiService } from '../../../apps/api/src/start-service';
import { startService as startMemoryService } from '../../../apps/memory/src/start-service';
import { LoadBalancer } from '../../support/load-balancer';
import { TOKEN } from '../../support/memory-apart';
import { serversOfRun } from '../../support/servers-of-run';

const REPLICAS = 2;

/** Several services as if they were one. */
export interface Replicated {
  readonly url: string;
  /** Lines that all of them logged. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Two of the API behind a balancer, which ask two memory services behind another, all on the servers of the run. */
export async function startReplicas(dsn: string, settings: Record<string, string>): Promise<Replicated> {
  const bundle = settings.SOMABRAIN_POLICY_BUNDLE === 'default' ? 'default' : 'example';
  const lines: string[] = [];
  const logger = createLogger('INFO', { write: (line) => lines.push(line) });
  const common = { ...(await serversOfRun(bundle)), SOMABRAIN_POSTGRES_DSN: dsn };
  const memories = await replicated(() => {
    const environment = { ...common, SOMABRAIN_MEMORY_PORT: '0', SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN };
    return startMemoryService(loadConfiguration(environment, { process: 'memory' }).configuration, logger);
  });
  const apis = await replicated(() => {
    const way = { SOMABRAIN_MEMORY_HTTP_ENDPOINT: memories.url, SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN };
    const environment = { ...common, ...way, SOMABRAIN_PORT: '0', ...settings };
    return startApiService(loadConfiguration(environment).configuration, logger);
  });
  const stop = async () => {
    await apis.stop();
    await memories.stop();
  };
  return { url: apis.url, lines, stop };
}

async function replicated(start: () => Promise<RunningService>) {
  const services: RunningService[] = [];
  for (let count = 0; count < REPLICAS; count += 1) services.push(await start());
  const balancer = await LoadBalancer.start(services.map(({ url }) => url));
  const stop = async () => {
    await balancer.stop();
    await Promise.all(services.map((service) => service.stop()));
  };
  return { url: balancer.url, stop };
}
