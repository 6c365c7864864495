import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newTraceId } from '@somabrain/kernel';
import { TOKEN } from '../support/memory-apart';
import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { type CollectedSpan, TraceCollector } from '../support/trace-collector';
import { waitFor } from '../support/wait-for';

const SECRET_WORD = 'quetzalcoatlus';
/** Runs in the process before anything else: prints at its end what it had loaded of OpenTelemetry, beyond the interface that prom-client loads. */
const WITNESS = `
  const Module = require('node:module');
  process.on('exit', () => {
    const loaded = Object.keys(Module._cache).filter((path) => /@opentelemetry.(?!api.)/.test(path));
    process.stdout.write('loaded of OpenTelemetry: ' + loaded.length + '\\n');
  });`;

describe('tracing', () => {
  let database: TestDatabase;
  let directory: string;
  let witness: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    directory = await mkdtemp(join(tmpdir(), 'somabrain-tracing-'));
    witness = join(directory, 'witness.cjs');
    writeFileSync(witness, WITNESS);
  });
  afterAll(async () => {
    await rm(directory, { recursive: true });
    await database.drop();
  });

  it('loads nothing where no collector is named', async () => {
    const service = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: database.dsn }, 'api', [
      '--require',
      witness,
    ]);
    expect(await service.stop()).toBe(0);
    expect(service.printed).toContain('loaded of OpenTelemetry: 0\n');
  });

  describe('with a collector', () => {
    let collector: TraceCollector;
    let memory: ServiceProcess;
    let api: ServiceProcess;

    beforeAll(async () => {
      collector = await TraceCollector.start();
      const common = {
        SOMABRAIN_POSTGRES_DSN: database.dsn,
        SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_BSP_SCHEDULE_DELAY: '200',
      };
      memory = await ServiceProcess.start(common, 'memory');
      api = await ServiceProcess.start({ ...common, SOMABRAIN_MEMORY_HTTP_ENDPOINT: memory.url });
    }, 60_000);
    afterAll(async () => {
      await api.stop();
      await memory.stop();
      await collector.stop();
    });

    const send = (path: string, body: object, traceId: string) =>
      fetch(`${api.url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
        body: JSON.stringify(body),
      });
    const spansOf = async (traceId: string, enough: (spans: CollectedSpan[]) => boolean) => {
      await waitFor(() => enough(collector.of(traceId)), {
        timeoutMs: 20_000,
        what: () => `spans; there are ${JSON.stringify(collector.of(traceId).map(({ name }) => name))}`,
      });
      return collector.of(traceId);
    };

    it('makes one trace of a write: the request, the call of the memory service, and its SQL', async () => {
      const traceId = newTraceId();
      const answer = await send(
        '/remember',
        { content: `The ${SECRET_WORD} nests`, key: SECRET_WORD },
        traceId,
      );
      expect(((await answer.json()) as { trace_id: string }).trace_id).toBe(traceId);
      const spans = await spansOf(traceId, (all) => all.filter(({ kind }) => kind === 2).length === 2);
      const requestTo = (service: string) =>
        spans.find((span) => span.service === service && span.kind === 2);
      const [request, served] = [requestTo('somabrain-api'), requestTo('somabrain-memory')];
      expect([request?.name, request?.parentSpanId]).toEqual(['POST /remember', '00f067aa0ba902b7']);
      const call = spans.find(({ spanId }) => spanId === served?.parentSpanId);
      expect([call?.service, call?.parentSpanId]).toEqual(['somabrain-api', request?.spanId]);
      expect(served?.name).toBe('POST /v1/remember');
      const sql = spans.filter(
        ({ name, service }) => service === 'somabrain-memory' && name.startsWith('pg.'),
      );
      expect(sql.map(({ name }) => name)).toContainEqual(expect.stringContaining('append-memories'));
      for (const { parentSpanId } of sql) expect(parentSpanId).toBe(served?.spanId);
    });

    it('says nothing of what was remembered or asked', async () => {
      const traceId = newTraceId();
      await send('/recall', { query: `Where does the ${SECRET_WORD} nest?` }, traceId);
      await fetch(`${api.url}/memories?key=${SECRET_WORD}`, {
        headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
      });
      await spansOf(traceId, (all) => all.filter(({ kind }) => kind === 2).length === 4);
      expect(JSON.stringify(collector.spans)).not.toContain(SECRET_WORD);
      expect(JSON.stringify(collector.spans)).not.toMatch(
        / from (memories|tenant_heads|unnest)|postgresql:/i,
      );
    });

    it('keeps probes and scrapes out', async () => {
      for (const path of ['/health', '/health/live', '/health/ready', '/metrics'])
        await fetch(`${api.url}${path}`);
      const traceId = newTraceId();
      await send('/recall', { query: 'anything' }, traceId);
      await spansOf(traceId, (all) => all.some(({ kind }) => kind === 2));
      expect(collector.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
    });
  });

  it('goes on where the collector does not answer, and stops in order', async () => {
    const service = await ServiceProcess.start({
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    });
    const answer = await fetch(`${service.url}/remember`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"content":"Nobody collects this"}',
    });
    expect(answer.status).toBe(201);
    expect(await service.stop()).toBe(0);
    expect(service.printed).not.toMatch(/"level":"(ERROR|FATAL)"/);
  });
});
