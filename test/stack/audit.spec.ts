import { createHash } from 'node:crypto';
import { TOPICS } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import canonicalize from 'canonicalize';
import { somabrain } from '../cli/cli-process';
import { RunningApi } from '../e2e/support/running-api';
import { startKafkaProxy } from '../support/kafka-proxy';
import { PublishedDocument } from '../support/published-document';
import { ServiceProcess } from '../support/service-process';
import type { TcpProxy } from '../support/tcp-proxy';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { backendUrl } from './backends';
import { createTopics } from './kafka';
import { type AuditCloudEvent, publishedChains, publishedOf, publishedTo } from './published';

const TENANTS = 4;
/** Longer than a failed publish is waited for, and than the pause after it. */
const RECOVERY_MS = 40_000;

/** Processes of the API on one database, whose Kafka stands behind a proxy. */
class Stack {
  readonly tenants = Array.from({ length: TENANTS }, () => `t-${newId()}`);
  private readonly services: ServiceProcess[] = [];
  private written = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly kafka: TcpProxy,
  ) {}

  static async start(processes: number): Promise<Stack> {
    await createTopics();
    const stack = new Stack(await TestDatabase.create(), await startKafkaProxy(backendUrl('KAFKA_BROKERS')));
    for (let count = 0; count < processes; count += 1) await stack.add();
    return stack;
  }

  async add(): Promise<void> {
    this.services.push(
      await ServiceProcess.start({
        SOMABRAIN_POSTGRES_DSN: this.database.dsn,
        SOMABRAIN_KAFKA_URL: `127.0.0.1:${this.kafka.port}`,
        SOMABRAIN_USAGE_SNAPSHOT_SECONDS: '1',
      }),
    );
  }

  get api(): RunningApi {
    const service = this.services[this.written % this.services.length];
    if (!service) throw new Error('No process runs');
    return new RunningApi(service.url, [], () => Promise.resolve());
  }

  /** SIGKILL to the process that holds the shards. */
  async killRelaying(): Promise<void> {
    const relaying = this.services.shift();
    await relaying?.kill();
  }

  /** Remembers through all processes in turn, for every tenant. */
  async remember(count: number): Promise<void> {
    for (let number = 0; number < count; number += 1) {
      await Promise.all(
        this.tenants.map(async (tenant) => {
          this.written += 1;
          const content = `Note ${this.written}`;
          const answer = await this.api.post('/remember', { content }, { 'X-Tenant-ID': tenant });
          expect(answer.status).toBe(201);
        }),
      );
    }
  }

  async waiting(): Promise<number> {
    const [row] = await this.database.asOwner<{ records: number }>(
      'select coalesce(sum(last_seq - first_seq + 1), 0)::integer as records from audit_outbox',
    );
    return row?.records ?? 0;
  }

  drained(): Promise<void> {
    return waitFor(async () => (await this.waiting()) === 0, {
      timeoutMs: RECOVERY_MS,
      what: () => 'an empty outbox',
    });
  }

  /** Ends of the chains as the database has them, in the order that readers give. */
  async sealed(): Promise<{ tenant: string; stream: string; last: number; hash: string }[]> {
    return this.database.asOwner(
      `select distinct on (tenant_id, stream) tenant_id as tenant, stream, seq::integer as last, encode(hash, 'hex') as hash
        from audit_log where tenant_id = any($1) order by tenant_id, stream, seq desc`,
      [this.tenants],
    );
  }

  /** Holds what the topics have against what was committed: all of it, in order, nothing else. */
  async expectPublished(): Promise<void> {
    const published = await publishedChains(this.tenants);
    expect(
      published.map(({ tenant, stream, last, hash, fault }) => ({ tenant, stream, last, hash, fault })),
    ).toEqual((await this.sealed()).map((chain) => ({ ...chain, fault: null })));
  }

  async stop(): Promise<void> {
    for (const service of this.services) await service.stop();
    await this.kafka.stop();
    await this.database.drop();
  }
}

describe('the audit on Kafka', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start(2);
    await stack.remember(20);
    await stack.api.post('/recall', { query: 'Note' }, { 'X-Tenant-ID': stack.tenants[0] ?? '' });
    await waitFor(async () => (await stack.sealed()).length === TENANTS + 1, {
      timeoutMs: 10_000,
      what: () => 'the record of a recall',
    });
    await stack.drained();
  }, 120_000);
  afterAll(() => stack.stop());

  it('holds every committed record, in order', async () => {
    await stack.expectPublished();
  });

  it('is as asyncapi.json describes it', async () => {
    const document = new PublishedDocument();
    const published = await publishedOf(stack.tenants);
    expect(published.length).toBeGreaterThan(80);
    for (const { topic, event } of published) expect(document.flawsOf(topic, event)).toEqual([]);
  });

  it('can be verified by what asyncapi.json says, with none of this project', async () => {
    const seen = new Set<string>();
    const ends = new Map<string, { seq: number; hash: string }>();
    for (const { event } of await publishedOf(stack.tenants)) {
      if (seen.has(event.id)) continue;
      seen.add(event.id);
      const { hash, prev_hash: before } = event.data;
      const record = Object.fromEntries(
        Object.entries(event.data).filter(([name]) => name !== 'decision' && name !== 'hash'),
      );
      const chain = `${event.data.tenant} ${event.data.stream}`;
      const end = ends.get(chain) ?? { seq: 0, hash: '0'.repeat(64) };
      expect([record.seq, before]).toEqual([end.seq + 1, end.hash]);
      const digest = createHash('sha256').update(Buffer.from(before, 'hex'));
      expect(digest.update(canonicalize(record) ?? '').digest('hex')).toBe(hash);
      ends.set(chain, { seq: event.data.seq, hash });
    }
    const sealed = await stack.sealed();
    expect(Object.fromEntries(ends)).toEqual(
      Object.fromEntries(
        sealed.map(({ tenant, stream, last, hash }) => [`${tenant} ${stream}`, { seq: last, hash }]),
      ),
    );
  });

  it('is verified by somabrain audit verify --from-kafka, without the database', async () => {
    const [tenant = ''] = stack.tenants;
    const args = ['audit', 'verify', '--from-kafka', '--tenant', tenant];
    const ran = await somabrain(args, { SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS') });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain(`OK ${tenant} operations: 20 records, 1 to 20`);
    expect(ran.out).toContain(`OK ${tenant} access: 1 records, 1 to 1`);
    expect(ran.out).toContain('OK: 2 chains with 21 records are as they were sealed.\n');
  });

  it('comes with what tenants use, in metrics.streams', async () => {
    const document = new PublishedDocument();
    const events: AuditCloudEvent[] = [];
    const last = (tenant: string) => events.filter(({ subject }) => subject === tenant).at(-1)?.data;
    await waitFor(
      async () => {
        events.length = 0;
        events.push(...(await publishedTo(TOPICS.metricsStreams, stack.tenants)));
        return stack.tenants.every((tenant) => last(tenant)?.memories === 20);
      },
      { timeoutMs: 20_000, what: () => 'a snapshot of every tenant' },
    );
    for (const event of events) expect(document.flawsOf(TOPICS.metricsStreams, event)).toEqual([]);
  });

  it('is counted', async () => {
    const metrics = await Promise.all(
      [stack.api, stack.api].map(async (api) => (await api.get('/metrics')).text),
    );
    expect(metrics.join('\n')).toMatch(/somabrain_kafka_published_total\{topic="audit.operations"\} [1-9]/);
    expect(metrics.join('\n')).toMatch(
      /somabrain_kafka_publish_duration_seconds_count\{topic="audit.operations"\} [1-9]/,
    );
  });
});

describe('while Kafka fails', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start(1);
  }, 120_000);
  afterAll(() => stack.stop());

  const healthSays = (status: string, ok: boolean) =>
    waitFor(
      async () => {
        const told = (await stack.api.get('/health')).json<{ status: string; kafka_ok: boolean }>();
        return told.status === status && told.kafka_ok === ok;
      },
      { timeoutMs: 10_000, what: () => `health to say ${status}` },
    );

  it.each(['gone', 'frozen', 'garbage'] as const)(
    '(%s) nobody notices but operators; records wait, and are published in order when it is back',
    async (behaviour) => {
      await stack.remember(5);
      await stack.drained();
      stack.kafka.become(behaviour);
      await stack.remember(20);
      await healthSays('degraded', false);
      expect((await stack.api.get('/health/ready')).status).toBe(200);
      expect(await stack.waiting()).toBeGreaterThanOrEqual(20 * TENANTS);
      await waitFor(
        async () => {
          const { text } = await stack.api.get('/metrics');
          return (
            /somabrain_audit_outbox_depth [1-9]/.test(text) &&
            /somabrain_kafka_publish_failures_total\{topic="audit.operations"\} [1-9]/.test(text)
          );
        },
        { timeoutMs: 60_000, what: () => 'the depth of the outbox and the failures in the metrics' },
      );
      stack.kafka.become('well');
      await stack.remember(5);
      await healthSays('healthy', true);
      await stack.drained();
      await stack.expectPublished();
    },
    180_000,
  );

  it('answers half a second late, records are published', async () => {
    stack.kafka.delayMs = 500;
    await stack.remember(5);
    await stack.drained();
    stack.kafka.delayMs = 0;
    await stack.expectPublished();
  }, 120_000);

  it('leaves no connection behind: one for each topic, one for health', async () => {
    await waitFor(() => stack.kafka.connections <= 4, {
      timeoutMs: 20_000,
      what: () => `4 connections; there are ${stack.kafka.connections}`,
    });
  });
});

describe('when the relaying process is killed', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start(2);
  }, 120_000);
  afterAll(() => stack.stop());

  it('another goes on, and nothing is lost or out of order', async () => {
    for (let round = 0; round < 3; round += 1) {
      await stack.remember(10);
      await stack.killRelaying();
      await stack.remember(10);
      await stack.add();
    }
    await stack.drained();
    await stack.expectPublished();
  }, 180_000);
});
