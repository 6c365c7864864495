import { startTelemetry } from '@somabrain/telemetry';

startTelemetry('memory');
