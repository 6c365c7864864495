export { AuthMetrics } from './auth-metrics';
export { AuditMetrics } from './audit-metrics';
export { type AnsweredRequest, HttpMetrics } from './http-metrics';
export { LimitMetrics } from './limit-metrics';
export { MemoryHttpMetrics } from './memory-http-metrics';
export { MemoryMetrics } from './memory-metrics';
export { PolicyMetrics } from './policy-metrics';
export { MetricsModule } from './metrics.module';
export { MetricsRegistry } from './metrics-registry';
