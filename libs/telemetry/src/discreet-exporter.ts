import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/** Attributes that may hold what somebody remembers or asks: paths and queries with keys, and texts of statements. */
const HIDDEN: ReadonlySet<string> = new Set([
  'db.connection_string',
  'db.query.text',
  'db.statement',
  'http.target',
  'http.url',
  'url.full',
  'url.path',
  'url.query',
]);

/** Exports spans without what could be content: as in logs, routes and names of statements say enough. */
export class DiscreetExporter implements SpanExporter {
  constructor(private readonly exporter: SpanExporter) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    for (const { attributes } of spans) {
      for (const name of HIDDEN) Reflect.deleteProperty(attributes, name);
    }
    this.exporter.export(spans, done);
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }
}
