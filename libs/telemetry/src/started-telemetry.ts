import type { EventBus } from '@somabrain/events';

/** Tracing that has been started. */
export interface Telemetry {
  /** A bus whose publishes are spans of the traces that the events belong to. */
  traced(bus: EventBus): EventBus;
}
