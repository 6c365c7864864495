export type { JsonOperation, Operation } from './operation';
export {
  ACTOR_HEADER,
  DECISION_HEADER,
  FILTERS_HEADER,
  MAY_DELETE_HEADER,
  SESSION_HEADER,
  TENANT_HEADER,
} from './headers';
export { MEMORY_ID } from './examples';
export { JSON_OPERATIONS } from './json-operations';
export {
  EXPORT,
  EXPORT_EXAMPLE,
  ExportParameters,
  IMPORT,
  ImportParameters,
  NDJSON,
} from '../transfer/transfer.operations';
