import { applyDecorators, SetMetadata } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
} from '@nestjs/swagger';
import { PROBLEM_CATALOGUE, type ProblemCode } from '@somabrain/kernel';
import type { z } from 'zod';
import { COMPATIBILITY_HEADER } from '../compatibility';
import { ProblemDocument } from '../problem-document';
import { refOfSchema } from './component-schemas';

type Examples = Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;

export interface RequestHeader {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  readonly deprecated?: boolean;
}

export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the value; an array for a parameter that may be repeated. */
  readonly schema: Readonly<Record<string, unknown>> & {
    readonly type: 'string' | 'integer' | 'boolean' | 'array';
  };
  readonly example: string | number | boolean;
}

export interface SuccessAnswer {
  readonly status: number;
  readonly description: string;
  readonly contentType?: string;
  /** Text without one. Named by its meta `id`. */
  readonly schema?: z.ZodType;
  readonly example?: unknown;
  /** What each header of its own means. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EndpointDescription {
  readonly operationId: string;
  /** One of the tags that the document describes. */
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** For routes that something newer replaces. */
  readonly deprecated?: boolean;
  readonly headers?: readonly RequestHeader[];
  readonly queryParameters?: readonly QueryParameter[];
  readonly pathParameters?: readonly {
    readonly name: string;
    readonly description: string;
    readonly example: string;
  }[];
  /** Of the body, whose schema is the one that the handler checks it with. */
  readonly bodyExamples?: Examples;
  /** A body that is a text or a stream of lines. */
  readonly textBody?: { readonly contentType: string; readonly example: string };
  /** Whether the body may be left out. */
  readonly bodyOptional?: boolean;
  readonly answers: readonly SuccessAnswer[];
  /** Every problem it can end in, but for INTERNAL, which all share that do work. */
  readonly problems?: readonly ProblemCode[];
  /** Whether there is nothing in it that could fail. */
  readonly infallible?: boolean;
}

/** Headers of routes that work for a tenant. */
export const TENANT_HEADERS: readonly RequestHeader[] = [
  { name: 'X-Tenant-ID', description: 'Whose memories. Default: the configured tenant.', example: 'public' },
  {
    name: 'X-Soma-Tenant',
    description: 'Older spelling of X-Tenant-ID.',
    example: 'public',
    deprecated: true,
  },
  {
    name: COMPATIBILITY_HEADER,
    description:
      '`original`: this request is answered as clients of the original expect; see docs/compatibility.md.',
    example: 'original',
  },
];

/** Every problem that comes before a request for a tenant is looked at: whose it is, and whether there are too many. */
export const TENANT_PROBLEMS = [
  'TENANT_INVALID',
  'TENANT_REQUIRED',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'TENANT_DENIED',
  'IDENTITY_UNAVAILABLE',
  'RATE_LIMITED',
  'POLICY_DENIED',
  'POLICY_UNAVAILABLE',
] as const;

const TRACE_HEADERS: readonly RequestHeader[] = [
  { name: 'X-Request-ID', description: 'Your name for the request; echoed.', example: 'req-42' },
  {
    name: 'traceparent',
    description: 'W3C trace context; its trace id is in the answer and the logs.',
    example: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  },
];

const REQUEST_ID = { 'X-Request-ID': { $ref: '#/components/headers/X-Request-ID' } };
const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/Retry-After' } };
const TEXT = { type: 'string' } as const;

/** Under this key of its metadata a route says whether it writes under a name of its caller's. */
export const WRITES = 'somabrain:writes';

/** Describes a route in the OpenAPI document. A test makes sure that every route is described in full. */
export function Endpoint(endpoint: EndpointDescription): MethodDecorator {
  const {
    operationId,
    tag,
    summary,
    description,
    deprecated = false,
    headers = [],
    queryParameters = [],
    pathParameters = [],
    bodyExamples,
    textBody,
    bodyOptional = false,
    infallible = false,
  } = endpoint;
  return applyDecorators(
    SetMetadata(
      WRITES,
      headers.some(({ name }) => name === 'Idempotency-Key'),
    ),
    ApiOperation({ operationId, tags: [tag], summary, description, ...(deprecated && { deprecated }) }),
    ...[...headers, ...TRACE_HEADERS].map(headerParameter),
    ...pathParameters.map(({ example, ...parameter }) =>
      ApiParam({ ...parameter, schema: { ...TEXT, example } }),
    ),
    ...queryParameters.map(queryParameter),
    ...(bodyExamples ? [ApiBody({ required: !bodyOptional, examples: { ...bodyExamples } })] : []),
    ...(textBody ? textBodyOf(textBody) : []),
    ...endpoint.answers.map(successResponse),
    ...problemResponses([...(endpoint.problems ?? []), ...(infallible ? [] : (['INTERNAL'] as const))]),
  );
}

function textBodyOf({
  contentType,
  example,
}: NonNullable<EndpointDescription['textBody']>): MethodDecorator[] {
  const examples = { file: { summary: 'A file', value: example } };
  return [ApiConsumes(contentType), ApiBody({ required: true, schema: TEXT, examples })];
}

function headerParameter({ name, description, example, deprecated }: RequestHeader): MethodDecorator {
  return ApiHeader({
    name,
    description,
    example,
    required: false,
    schema: TEXT,
    ...(deprecated && { deprecated }),
  });
}

function queryParameter({ name, description, schema, example }: QueryParameter): MethodDecorator {
  return ApiQuery({ name, description, required: false, schema: { ...schema, example } });
}

function successResponse(answer: SuccessAnswer): MethodDecorator {
  const { status, description, contentType = 'application/json', schema, example, headers = {} } = answer;
  const own = Object.entries(headers).map(
    ([name, meaning]) => [name, { description: meaning, schema: TEXT }] as const,
  );
  return ApiResponse({
    status,
    description,
    headers: { ...REQUEST_ID, ...Object.fromEntries(own) },
    ...(example !== undefined && {
      content: { [contentType]: { schema: schema ? refOfSchema(schema) : TEXT, example } },
    }),
  });
}

/** One response for each status; the codes that share it are its examples. */
function problemResponses(codes: readonly ProblemCode[]): MethodDecorator[] {
  const statuses = new Set(codes.map((code) => PROBLEM_CATALOGUE[code].status));
  return [...statuses].map((status) => {
    const same = codes.filter((code) => PROBLEM_CATALOGUE[code].status === status);
    const retried = same.some((code) => code === 'RATE_LIMITED' || 'retryAfter' in PROBLEM_CATALOGUE[code]);
    return ApiResponse({
      status,
      description: same.map((code) => `${PROBLEM_CATALOGUE[code].title} (\`${code}\`)`).join('; '),
      headers: { ...REQUEST_ID, ...(retried && RETRY_AFTER) },
      content: {
        'application/problem+json': {
          schema: refOfSchema(ProblemDocument),
          examples: Object.fromEntries(same.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
        },
      },
    });
  });
}
