import { startTelemetry } from '@somabrain/telemetry';

startTelemetry('api');
