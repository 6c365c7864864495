/** Changes of memories, sealed in the transaction that makes them. */
export const OPERATION_ACTIONS = [
  /** It is queued in the journal; another record follows when it is stored. */
  'memory.accepted',
  'memory.remembered',
  'memory.updated',
  'memory.deleted',
  'memory.expired',
  'memory.restored',
  'memory.forgotten',
  'memory.imported',
  'memory.linked',
  /** It does not hold any more: it is not recalled, and stays with its history. */
  'memory.closed',
  /** It holds after all. */
  'memory.reopened',
  /** Links faded with time, or got back what they weighed. */
  'links.weighed',
  /** What memories were worth for a question. */
  'memories.rated',
  /** The summary of a forget. */
  'memories.forgotten',
  /** The summary of an import. */
  'memories.imported',
] as const;

/** What was read, and writes that changed nothing. */
export const ACCESS_ACTIONS = [
  'memory.recalled',
  'memory.read',
  'memories.listed',
  'scopes.listed',
  'memory.history_read',
  'memories.exported',
  'links.read',
  'memory.deduplicated',
  'audit.read',
] as const;

/** Security and the service itself. */
export const EVENT_ACTIONS = [
  'service.started',
  'service.stopped',
  'audit.verified',
  /** Requests of a minute whose credentials were refused for one reason. */
  'auth.failed',
  /** Requests of a moment that the policy denied by one decision. */
  'policy.denied',
  /** Writes of a minute that the daily quota refused. */
  'quota.exceeded',
  /** Other limits for a tenant. */
  'tenant.configured',
  /** Feedback that a tenant's weights learnt from. */
  'context.feedback',
  'context.adaptation_reset',
  /** What the cognitive loop learnt from rewards. */
  'context.configured',
  /** Other levels of what tunes a tenant's learning. */
  'neuromodulators.set',
  'personality.set',
  /** What a run that consolidates came to, or that it was undone. */
  'sleep.run',
  'sleep.undone',
] as const;

export type OperationAction = (typeof OPERATION_ACTIONS)[number];
export type AccessAction = (typeof ACCESS_ACTIONS)[number];
export type EventAction = (typeof EVENT_ACTIONS)[number];
export type AuditAction = OperationAction | AccessAction | EventAction;
