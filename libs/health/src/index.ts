export { BackendIndicator } from './backend-indicator';
export { Backends } from './backends';
export type { ComponentReport, ComponentStatus, HealthReport, MemoryReport } from './health-report';
export { HealthModule } from './health.module';
export { HealthService, type Readiness } from './health.service';
export { HealthSettings } from './health-settings';
export { PostgresIndicator, type PingableDatabase } from './postgres-indicator';
