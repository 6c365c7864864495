import { type EventMessage, KafkaEventBus, TOPICS } from '@somabrain/events';
import { newId, newTraceId } from '@somabrain/kernel';
import { ServiceProcess } from '../support/service-process';
import { quietLogger, TestDatabase } from '../support/test-database';
import { TraceCollector } from '../support/trace-collector';
import { waitFor } from '../support/wait-for';
import { backendUrl } from './backends';
import { createTopics, kafkaOfRun, noKafkaObserver } from './kafka';

describe('a trace', () => {
  let database: TestDatabase;
  let collector: TraceCollector;
  let api: ServiceProcess;
  let consumer: KafkaEventBus;

  beforeAll(async () => {
    await createTopics();
    database = await TestDatabase.create();
    collector = await TraceCollector.start();
    consumer = new KafkaEventBus(kafkaOfRun(), noKafkaObserver, quietLogger());
    api = await ServiceProcess.start({
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '200',
    });
  }, 60_000);
  afterAll(async () => {
    await consumer.close();
    await api.stop();
    await collector.stop();
    await database.drop();
  });

  it('goes from the request through SQL to the event on Kafka, whose header names its span', async () => {
    const tenant = `t-${newId()}`;
    const traceId = newTraceId();
    const received: EventMessage[] = [];
    await consumer.subscribe(TOPICS.auditOperations, (message) => {
      if (message.key === tenant) received.push(message);
      return Promise.resolve();
    });
    const answer = await fetch(`${api.url}/remember`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Tenant-ID': tenant,
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      },
      body: '{"content":"Kafka hears of it"}',
    });
    expect(answer.status).toBe(201);

    const published = () => collector.of(traceId).find(({ name }) => name === 'publish audit.operations');
    await waitFor(() => published() !== undefined && received.length > 0, {
      timeoutMs: 30_000,
      what: () => `the span and the event; there are ${JSON.stringify(collector.of(traceId))}`,
    });
    const spans = collector.of(traceId);
    const request = spans.find(({ kind }) => kind === 2);
    expect([request?.name, request?.parentSpanId]).toEqual(['POST /remember', '00f067aa0ba902b7']);
    const sql = spans.filter(({ name }) => name.startsWith('pg.'));
    expect(sql.length).toBeGreaterThan(0);
    for (const { parentSpanId } of sql) expect(parentSpanId).toBe(request?.spanId);
    expect(published()?.kind).toBe(4);
    expect(received[0]?.headers?.traceparent).toContain(`${traceId}-${published()?.spanId}`);
  });
});
