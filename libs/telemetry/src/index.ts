export { startedTelemetry, startTelemetry, type Telemetry } from './telemetry';
