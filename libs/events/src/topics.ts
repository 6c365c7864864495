/** Every topic that is published to, by what it carries. Each is keyed by tenant, so a tenant's messages keep their order. */
export const TOPICS = {
  /** What was done to memories and who read them. */
  auditOperations: 'audit.operations',
  /** Security and system events. */
  auditEvents: 'audit.events',
  /** What tenants use, again and again. */
  metricsStreams: 'metrics.streams',
} as const;

export type Topic = (typeof TOPICS)[keyof typeof TOPICS];
