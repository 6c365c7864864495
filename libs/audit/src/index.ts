export {
  type ChainEnd,
  chainEndOf,
  type ChainFault,
  GENESIS,
  sealRecord,
  verifyRecords,
} from './audit-chain';
export type { AuditEvent, AuditRecord, AuditStream } from './audit-record';
export { type ChainReport, verifyChain } from './chain-verification';
