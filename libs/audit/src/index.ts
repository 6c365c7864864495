export { AccessLog, noAccessLog } from './access-log';
export { recordValues, withAppendedRecords } from './append-records';
export {
  ACCESS_ACTIONS,
  type AccessAction,
  type AuditAction,
  EVENT_ACTIONS,
  type EventAction,
  OPERATION_ACTIONS,
  type OperationAction,
} from './audit-actions';
export { type ChainEnd, chainEndOf, GENESIS, isSealed, sealRecord } from './audit-chain';
export { auditCloudEvent, type AuditEventData, recordOf, TOPIC_OF_STREAM } from './audit-envelope';
export { AuditModule } from './audit.module';
export type { AuditObserver } from './audit-observer';
export {
  AUDIT_STREAMS,
  type AuditEvent,
  type AuditOutcome,
  type AuditRecord,
  type AuditStream,
} from './audit-record';
export { AuditVerification, type StreamReport } from './audit-verification';
export { AuditTrail, type TrailPage, type TrailQuery } from './audit-trail';
export { BackgroundLoop } from './background-loop';
export { BatchingAccessLog } from './batching-access-log';
export type { ChainFault } from './verification/chain-fault';
export { type ChainReport, type VerificationProgress, verifyChain } from './verification/chain-verification';
export { type ChainEntry, ChainWriter } from './chain-writer';
export { AuditRelay } from './relay/audit-relay';
export { ServiceLifecycleModule } from './service-lifecycle.module';
export { type AggregatedEvent, EventAggregator } from './event-aggregator';
export { countWaitingRecords, findRecords, joinRecords, tenantsWithChains } from './stored-records';
export { shardOf, SHARDS } from './relay/shards';
export { ACTION_DETAILS, type ActionDetails, actionsOf } from './published/action-details';
export { AuditEventSchema, auditMessages, jsonSchemaOf } from './published/audit-messages';
export {
  type PublishedChain,
  PublishedChains,
  type PublishedChainsOptions,
} from './published/published-chains';
export { AuditRecordSchema } from './published/record-schema';
