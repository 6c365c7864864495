/** Every topic that is published to, by what it carries. Each is keyed by tenant, so a tenant's messages keep their order. */
export const TOPICS = {
  /** What was done to memories and who read them. */
  auditOperations: 'audit.operations',
  /** Security and system events. */
  auditEvents: 'audit.events',
  /** What tenants use, again and again. */
  metricsStreams: 'metrics.streams',
  /** How well the loop predicted which memory comes next. */
  stateUpdates: 'cog.state.updates',
  /** How well it predicted who goes on, and at what pace. */
  agentUpdates: 'cog.agent.updates',
  /** How well it predicted what is done next. */
  actionUpdates: 'cog.action.updates',
  /** What it predicts. */
  nextEvents: 'cog.next.events',
  /** Which prediction is trusted, and by how much. */
  globalFrame: 'cog.global.frame',
  /** Where episodes end. */
  segments: 'cog.segments',
  /** What outcomes were worth. */
  rewardEvents: 'cog.reward.events',
  /** How tenants are to learn and explore. */
  configUpdates: 'cog.config.updates',
  /** What people thought of answers. */
  teachFeedback: 'cog.teach.feedback',
  /** Episodes that became memories. */
  episodicSnapshot: 'memory.episodic.snapshot',
} as const;

type Source = (typeof TOPICS)[keyof typeof TOPICS];

/** A topic, or that of what a consumer of it gave up on. */
export type Topic = Source | `${Source}.dlq`;
