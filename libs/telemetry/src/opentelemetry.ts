import type { EventBus } from '@somabrain/events';
import { VERSION } from '@somabrain/kernel';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { DiscreetExporter } from './discreet-exporter';
import { callHooks, requestHooks } from './http-hooks';
import type { Telemetry } from './started-telemetry';
import { TracedEventBus } from './traced-event-bus';

/** A collector that does not answer must not hold up a stop, which exports what is left. */
const EXPORT_MS = 3_000;

/** OpenTelemetry: HTTP in and out, SQL within requests, and what is published. The only file, with those below it, that loads it. */
export class OpenTelemetry implements Telemetry {
  private readonly provider: NodeTracerProvider;
  private ended = false;

  /**
   * @param endpoint URL of a collector that speaks OTLP over HTTP; spans go to /v1/traces below it
   * @param service such as `somabrain-api`
   */
  constructor(endpoint: string, service: string) {
    const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
    const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS });
    this.provider = new NodeTracerProvider({
      resource: resourceFromAttributes({ 'service.name': service, 'service.version': VERSION }),
      spanProcessors: [new BatchSpanProcessor(new DiscreetExporter(exporter))],
    });
    this.provider.register();
    registerInstrumentations({
      tracerProvider: this.provider,
      instrumentations: [
        new HttpInstrumentation(requestHooks),
        new UndiciInstrumentation(callHooks),
        new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
      ],
    });
    // The last thing that happens in a process that stops: its spans are sent.
    process.once('beforeExit', () => void this.end());
  }

  traced(bus: EventBus): EventBus {
    return new TracedEventBus(bus, trace.getTracer('somabrain'));
  }

  private async end(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    // A collector that is away must not turn a stop into a failure.
    await this.provider.shutdown().catch(() => undefined);
  }
}
