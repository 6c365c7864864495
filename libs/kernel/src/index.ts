export { BackendFault, connectionFault, type FaultKind } from './backend-fault';
export { canonicalJson } from './canonical-json';
export { type Clock, monotonicClock, systemClock } from './clock';
export { newId, isId } from './ids';
export { ignoreBrokenPipes } from './broken-pipe';
export { bufferedOutput, createLogger, Logger, type LogLevel } from './logger';
export { Outages } from './outages';
export { PROBLEM_CATALOGUE, type ProblemCode, type ProblemDefinition } from './problem-catalogue';
export { type DecisionNotice, Problem, type FieldError } from './problem';
export { randomBytesOf } from './random';
export { RecentlyUsed } from './recently-used';
export { type RequestContext, currentContext, runInContext } from './request-context';
export { ServiceError } from './service-error';
export { sessionMark } from './session-mark';
export {
  DEFAULT_NAMESPACE,
  isTenantId,
  parseTenantId,
  SYSTEM_TENANT,
  TENANT_ID_PATTERN,
  type TenantContext,
  type TenantId,
  type Viewer,
} from './tenant';
export { newTraceId, traceIdOf, traceparentOf } from './trace';
export type { JsonObject, JsonValue } from './json';
export { isRounded, NUMBER_BEYOND_DOUBLE, numberBeyondDouble } from './inexact-numbers';
export {
  type JsonBounds,
  JsonScanner,
  type JsonStructure,
  OPENS_LIST,
  OPENS_OBJECT,
  TooMuchJson,
} from './json-scanner';
export { VERSION } from './version';
export {
  decodeFilter,
  encodeFilter,
  hidingField,
  filterOf,
  isVisible,
  narrowed,
  type Ownership,
  parseFilter,
  requireWholeTenant,
  type Visibility,
} from './visibility';
