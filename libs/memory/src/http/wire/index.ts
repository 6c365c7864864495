export * from './answers';
export * from './requests';
export {
  ACTOR_HEADER,
  DECISION_HEADER,
  FILTERS_HEADER,
  MAY_DELETE_HEADER,
  IDEMPOTENCY_HEADER,
  NDJSON,
  SESSION_HEADER,
  TENANT_HEADER,
} from './headers';
