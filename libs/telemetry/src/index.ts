export type { Telemetry } from './started-telemetry';
export { startedTelemetry, startTelemetry } from './telemetry';
