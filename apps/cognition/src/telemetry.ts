import { startTelemetry } from '@somabrain/telemetry';

startTelemetry('cognition');
