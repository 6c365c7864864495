import { Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AccessLog, AuditModule, AuditTrail, ChainWriter } from '@somabrain/audit';
import { ConfigurationModule, loadConfiguration } from '@somabrain/config';
import { DatabaseModule } from '@somabrain/database';
import { EventBus, TOPICS } from '@somabrain/events';
import { Logger, parseTenantId, SYSTEM_TENANT } from '@somabrain/kernel';
import { MetricsModule, MetricsRegistry } from '@somabrain/metrics';
import { accessEvent, systemEvent } from '../support/audit-records';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const tenant = parseTenantId('acme', 'test');

/** Stands for a service that records until it is closed. */
@Injectable()
class Recorder implements OnApplicationShutdown {
  constructor(
    private readonly log: AccessLog,
    private readonly chain: ChainWriter,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.log.record(tenant, accessEvent(1));
    await this.chain.append([{ tenant: SYSTEM_TENANT, stream: 'events', event: systemEvent(2) }]);
  }
}

@Module({ imports: [AuditModule], providers: [Recorder] })
class RecorderModule {}

@Module({ providers: [{ provide: Logger, useFactory: quietLogger }], exports: [Logger] })
class QuietModule {}

@Injectable()
class NoController {}

describe('AuditModule', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await TestDatabase.create();
  });

  afterAll(() => test.drop());

  const startApplication = async () => {
    const moduleRef = await Test.createTestingModule({
      imports: [
        { module: QuietModule, global: true },
        ConfigurationModule.forRoot(loadConfiguration({}).configuration),
        MetricsModule.forRoot(NoController),
        DatabaseModule.forRoot({ dsn: test.dsn, poolSize: 4 }),
        RecorderModule,
      ],
    }).compile();
    return moduleRef.createNestApplication().init();
  };

  it('publishes what is recorded, and counts it', async () => {
    const app = await startApplication();
    const received: string[] = [];
    await app.get(EventBus, { strict: false }).subscribe(TOPICS.auditOperations, ({ key }) => {
      received.push(key);
      return Promise.resolve();
    });
    await app.get(AccessLog, { strict: false }).record(tenant, accessEvent());
    await waitFor(() => received.length > 0, { timeoutMs: 10_000, what: () => 'an event' });
    expect(received).toEqual([tenant]);
    expect((await app.get(AuditTrail, { strict: false }).list({ tenant }, { limit: 10 })).items).toHaveLength(
      1,
    );
    const metrics = app.get(MetricsRegistry, { strict: false });
    await waitFor(
      async () => (await metrics.metrics()).includes('somabrain_audit_sealed_total{stream="access"} 1\n'),
      { timeoutMs: 10_000, what: () => 'the record to be counted' },
    );
    await app.close();
  });

  it('stores what is recorded while the modules that use it are shut down', async () => {
    const app = await startApplication();
    const before = await count();
    await app.close();
    expect(await count()).toBe(before + 2);
  });

  async function count(): Promise<number> {
    const rows = await test.asOwner<{ count: string }>('select count(*) from audit_log');
    return Number(rows[0]?.count);
  }
});
