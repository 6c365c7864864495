export { BACKEND_NAMES, BackendIndicator, type BackendName } from './backend-indicator';
export { type BackendNeed, Backends, BackendsModule } from './backends';
export type { ComponentReport, ComponentStatus, HealthReport, MemoryReport } from './health-report';
export { HealthModule } from './health.module';
export { HealthService, type Readiness } from './health.service';
export { HealthSettings } from './health-settings';
export { RedisIndicator } from './redis-indicator';
export { PostgresIndicator, type PingableDatabase } from './postgres-indicator';
