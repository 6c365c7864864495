import { loadConfiguration } from '@somabrain/config';
import type { RunningService } from '@somabrain/runtime';
import type { HttpMemoryService } from '@somabrain/memory';
import { startService } from '../../apps/memory/src/start-service';
import { describeMemoryChanges } from '../contract/memory-changes.contract';
import { describeMemoryFilters } from '../contract/memory-filters.contract';
import { describeMemoryLifetime } from '../contract/memory-lifetime.contract';
import { describeMemoryLinks } from '../contract/memory-links.contract';
import { describeMemoryPast } from '../contract/memory-past.contract';
import { describeMemoryScopes } from '../contract/memory-scopes.contract';
import { describeRecallAnswer } from '../contract/recall-answer.contract';
import { describeMemoryService } from '../contract/memory-service.contract';
import { describeMemoryTransfer } from '../contract/memory-transfer.contract';
import { describeMemoryVisibility } from '../contract/memory-visibility.contract';
import { LoadBalancer } from '../support/load-balancer';
import { connectTo, TOKEN } from '../support/memory-apart';
import { quietLogger, TestDatabase } from '../support/test-database';
import { backendUrl } from './backends';

describe('long-term memory in two services behind a balancer', () => {
  let test: TestDatabase;
  let balancer: LoadBalancer;
  let connection: ReturnType<typeof connectTo>;
  const services: RunningService[] = [];

  beforeAll(async () => {
    test = await TestDatabase.create();
    const environment = {
      SOMABRAIN_POSTGRES_DSN: test.dsn,
      SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
      SOMABRAIN_MEMORY_PORT: '0',
      SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN,
    };
    const { configuration } = loadConfiguration(environment, { process: 'memory' });
    for (let count = 0; count < 2; count += 1)
      services.push(await startService(configuration, quietLogger()));
    balancer = await LoadBalancer.start(services.map(({ url }) => url));
    connection = connectTo(balancer.url);
  });
  afterAll(async () => {
    await connection.close();
    await balancer.stop();
    for (const service of services) await service.stop();
    await test.drop();
  });

  const service = (): HttpMemoryService => connection.service;
  describeMemoryService('two services', service);
  describeMemoryChanges('two services', service);
  describeMemoryFilters('two services', service);
  describeMemoryLifetime('two services', service);
  describeMemoryLinks('two services', service);
  describeMemoryPast('two services', service);
  describeRecallAnswer('two services', service);
  describeMemoryScopes('two services', service);
  describeMemoryTransfer('two services', service);
  describeMemoryVisibility('two services', service);
});
