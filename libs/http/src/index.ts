export { type Caller, FromCaller, type Principal, requestedTenant } from './caller.decorator';
export { challenge } from './challenge';
export { COMPATIBILITY_HEADER } from './compatibility';
export { DeadlineInterceptor, DEADLINE_HEADER } from './deadline.interceptor';
export { DEPRECATED_SINCE } from './deprecated-headers';
export { etagOf, matchesNone, parseIfMatch } from './entity-tag';
export { JsonBody, type JsonBodyOptions } from './body/json-body.decorator';
export { createHttpApplication, type HttpApplicationSettings } from './http-application';
export { FromIdempotencyKey, IDEMPOTENCY_HEADERS, REPLAYED_HEADER } from './idempotency-key.decorator';
export { ACCESS, OfTenant, Public, PUBLIC, TENANT_PARAMETER } from './access';
export { type OwnPlaces, refuseForeignPages, requireOwnOrLocalPage } from './foreign-pages';
export type { GoneRoute } from './gone-routes';
export { bearerToken, tokenCheck } from './bearer-token';
export { requireFiles } from './connections/file-limit';
export {
  Endpoint,
  type EndpointDescription,
  type QueryParameter,
  type RequestHeader,
  type SuccessAnswer,
  TENANT_HEADERS,
  TENANT_PROBLEMS,
} from './openapi/endpoint';
export { openApiDocument, type OpenApiSettings, renderOpenApi } from './openapi/openapi-document';
export { pascalCase } from './openapi/pascal-case';
export { renderJson } from './openapi/render-json';
export { ProblemFilter } from './problem.filter';
export { ProblemDocument, problemDocument, problemType } from './problem-document';
export { QueryParameters } from './query-parameters.decorator';
export { Streaming } from './slots/streaming.decorator';
export { bodyStream, sendStream } from './streams';
export type { SchemaIssue } from './schema-issue';
export { fieldName, validationProblem } from './schema-validation.pipe';
export { routeTemplateOf } from './route-template';
export { nearestField, unknownField } from './unknown-field';
