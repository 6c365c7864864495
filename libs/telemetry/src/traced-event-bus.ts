import {
  EventBus,
  type EventHandler,
  type EventMessage,
  type Topic,
  type Unsubscribe,
} from '@somabrain/events';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';

/** As CloudEvents carry it. */
const TRACEPARENT = /"traceparent":"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}"/;

/**
 * A bus of which each published message is a span. What is published belongs to traces that ended before: events say to which, and consumers find
 * the span in the header `traceparent`.
 */
export class TracedEventBus extends EventBus {
  constructor(
    private readonly bus: EventBus,
    private readonly tracer: Tracer,
  ) {
    super();
  }

  async publish(topic: Topic, messages: readonly EventMessage[]): Promise<void> {
    const spans: Span[] = [];
    const traced = messages.map((message) => {
      const span = this.spanOf(topic, message);
      if (!span) return message;
      spans.push(span);
      const headers = { ...message.headers };
      propagation.inject(trace.setSpan(ROOT_CONTEXT, span), headers);
      return { ...message, headers };
    });
    try {
      await context.with(ROOT_CONTEXT, () => this.bus.publish(topic, traced));
    } catch (error) {
      for (const span of spans) span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
  }

  hasSubscribers(topic: Topic): boolean {
    return this.bus.hasSubscribers(topic);
  }

  subscribe(topic: Topic, handler: EventHandler): Promise<Unsubscribe> {
    return this.bus.subscribe(topic, handler);
  }

  close(): Promise<void> {
    return this.bus.close();
  }

  /** Null for a message that belongs to no trace. */
  private spanOf(topic: Topic, { value }: EventMessage): Span | null {
    const [, traceId, spanId] = TRACEPARENT.exec(value) ?? [];
    if (!traceId || !spanId) return null;
    // The event says of itself that its trace is not sampled, since without this nobody would keep it.
    const parent = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
    const options = {
      kind: SpanKind.PRODUCER,
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': 'publish',
        'messaging.destination.name': topic,
      },
    };
    return this.tracer.startSpan(`publish ${topic}`, options, trace.setSpanContext(ROOT_CONTEXT, parent));
  }
}
