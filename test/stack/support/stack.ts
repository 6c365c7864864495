import { newId } from '@somabrain/kernel';
import { LoadBalancer } from '../../support/load-balancer';
import { TcpProxy } from '../../support/tcp-proxy';
import { TestDatabase } from '../../support/test-database';
import { backendUrl } from '../backends';
import { startKafkaProxy } from '../../support/kafka-proxy';
import { Replica } from './replica';

export const API_TOKEN = `token-${newId()}`;
const MEMORY_TOKEN = `token-${newId()}`;
const REPLICAS = 2;

export interface StackSettings {
  readonly api?: Record<string, string>;
  readonly memory?: Record<string, string>;
}

/**
 * The production wiring on the servers of the run: two processes of the API, two memory services behind a balancer, a database of their own;
 * every way to a server leads through a proxy that can disturb it.
 */
export class Stack {
  private constructor(
    readonly database: TestDatabase,
    readonly ways: Readonly<Record<'postgres' | 'redis' | 'kafka' | 'opa' | 'memory', TcpProxy>>,
    readonly apis: readonly Replica[],
    readonly memories: readonly Replica[],
    private readonly balancer: LoadBalancer,
  ) {}

  static async start(settings: StackSettings = {}): Promise<Stack> {
    const database = await TestDatabase.create();
    const postgres = await TcpProxy.start(database.dsn);
    const redis = await TcpProxy.start(backendUrl('REDIS_URL'));
    const opa = await TcpProxy.start(backendUrl('OPA_URL'));
    const kafka = await startKafkaProxy(backendUrl('KAFKA_BROKERS'));
    const common = {
      SOMABRAIN_MODE: 'production',
      SOMABRAIN_POSTGRES_DSN: postgres.urlFor(database.dsn),
      SOMABRAIN_KAFKA_URL: `127.0.0.1:${kafka.port}`,
      SOMABRAIN_MEMORY_HTTP_TOKEN: MEMORY_TOKEN,
      SOMABRAIN_WRITE_DAILY_LIMIT: '1000000000',
    };
    const memories = await startReplicas('memory', {
      ...common,
      SOMABRAIN_MEMORY_HOST: '127.0.0.1',
      ...settings.memory,
    });
    const balancer = await LoadBalancer.start(memories.map(({ url }) => url));
    const memory = await TcpProxy.start(balancer.url);
    const apis = await startReplicas('api', {
      ...common,
      SOMABRAIN_HOST: '127.0.0.1',
      SOMABRAIN_REDIS_URL: redis.urlFor(backendUrl('REDIS_URL')),
      SOMABRAIN_OPA_URL: opa.urlFor(backendUrl('OPA_URL')),
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: memory.urlFor(balancer.url),
      SOMABRAIN_API_TOKEN: API_TOKEN,
      SOMABRAIN_RATE_RPS: '1000000',
      // The suites share the machine with the servers: one that is busy is not one that is gone.
      SOMABRAIN_OPA_TIMEOUT_MS: '3000',
      ...settings.api,
    });
    return new Stack(database, { postgres, redis, kafka, opa, memory }, apis, memories, balancer);
  }

  /** How many memory services take requests. */
  get readyMemories(): number {
    return this.balancer.ready;
  }

  /** Everything that every process printed. */
  get printed(): string {
    return [...this.apis, ...this.memories].map(({ printed }) => printed).join('');
  }

  async stop(): Promise<void> {
    await Promise.all(this.apis.map((api) => api.stop()));
    await Promise.all(this.memories.map((memory) => memory.stop()));
    await this.balancer.stop();
    for (const way of Object.values(this.ways)) await way.stop();
    await this.database.drop();
  }
}

async function startReplicas(app: 'api' | 'memory', settings: Record<string, string>): Promise<Replica[]> {
  const replicas: Replica[] = [];
  // One after the other: each start takes all of a core.
  for (let count = 0; count < REPLICAS; count += 1) replicas.push(await Replica.start(app, settings));
  return replicas;
}
