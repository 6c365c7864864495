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
import { PROBLEM_CATALOGUE, type ProblemCode, TENANT_ID_PATTERN } from '@somabrain/kernel';
import type { z } from 'zod';
import { COMPATIBILITIES } from '@somabrain/config';
import { COMPATIBILITY_HEADER } from '../compatibility';
import { ProblemDocument } from '../problem-document';
import { type AnswerHeader, headerRefs } from './answer-headers';
import { refOfSchema } from './component-schemas';

type Examples = Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;

/** A header that may be left out. It has no example, which Swagger UI would send. */
export interface RequestHeader {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the value. Default: any text. */
  readonly schema?: Readonly<Record<string, unknown>> & {
    readonly type: 'string' | 'integer' | 'number' | 'boolean';
  };
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
  /** Those beyond what every answer has. */
  readonly headers?: readonly AnswerHeader[];
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
  /** A body that is a text or, as application/x-ndjson, a stream of lines. */
  readonly textBody?: { readonly contentType: string; readonly example: string };
  /** Whether the body may be left out. */
  readonly bodyOptional?: boolean;
  readonly answers: readonly SuccessAnswer[];
  /** Every problem it can end in, but for INTERNAL, which all share that do work. */
  readonly problems?: readonly ProblemCode[];
  /** Whether there is nothing in it that could fail. */
  readonly infallible?: boolean;
}

const TENANT = { type: 'string', pattern: TENANT_ID_PATTERN.source } as const;

/** Headers of routes that work for a tenant. */
export const TENANT_HEADERS: readonly RequestHeader[] = [
  {
    name: 'X-Tenant-ID',
    description: 'Whose memories. Default: the configured tenant.',
    schema: TENANT,
  },
  {
    name: 'X-Soma-Tenant',
    description: 'Older spelling of X-Tenant-ID.',
    schema: TENANT,
    deprecated: true,
  },
  {
    name: COMPATIBILITY_HEADER,
    description:
      '`original`: this request is answered as clients of the original expect; see docs/compatibility.md.',
    schema: { type: 'string', enum: COMPATIBILITIES },
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
  {
    name: 'X-Request-ID',
    description: 'Your name for the request; echoed.',
    schema: { type: 'string', pattern: '^[!-~]{1,128}$' },
  },
  {
    name: 'traceparent',
    description: 'W3C trace context; its trace id is in the answer and the logs.',
    schema: { type: 'string', pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
  },
];

const RATE_LIMIT = ['RateLimit', 'RateLimit-Policy'] as const;
const TEXT = { type: 'string' } as const;
const LINES = {
  ...TEXT,
  description:
    'One JSON object a line, each line ended by a line feed, told apart by `type`: a `header`, then `memory`, `version` and `link` in any ' +
    'number, and a `trailer`.',
};

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
    problems = [],
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
    ...endpoint.answers.map((answer) => successResponse(answer, problems.includes('RATE_LIMITED'))),
    ...problemResponses([...problems, ...(infallible ? [] : (['INTERNAL'] as const))]),
  );
}

function textBodyOf({
  contentType,
  example,
}: NonNullable<EndpointDescription['textBody']>): MethodDecorator[] {
  const examples = { file: { summary: 'A file', value: example } };
  return [ApiConsumes(contentType), ApiBody({ required: true, schema: textOf(contentType), examples })];
}

/** The schema of a body that is not JSON as a whole. */
function textOf(contentType: string): typeof TEXT {
  return contentType === 'application/x-ndjson' ? LINES : TEXT;
}

function headerParameter({ name, description, schema = TEXT, deprecated }: RequestHeader): MethodDecorator {
  return ApiHeader({ name, description, required: false, schema, ...(deprecated && { deprecated }) });
}

/** Its example stands in the schema's `examples`, which show what is meant; Swagger UI would send an `example`. */
function queryParameter({ name, description, schema, example }: QueryParameter): MethodDecorator {
  const shown = schema.type === 'array' ? [example] : example;
  return ApiQuery({ name, description, required: false, schema: { ...schema, examples: [shown] } });
}

/** @param limited whether the tenant's rate limit counts the route */
function successResponse(answer: SuccessAnswer, limited: boolean): MethodDecorator {
  const { status, description, contentType = 'application/json', schema, example, headers = [] } = answer;
  return ApiResponse({
    status,
    description,
    headers: headerRefs('X-Request-ID', ...(limited ? RATE_LIMIT : []), ...headers),
    ...(example !== undefined && {
      content: { [contentType]: { schema: schema ? refOfSchema(schema) : textOf(contentType), example } },
    }),
  });
}

/** Of a problem response: each code that it may have. */
export const PROBLEM_CODES = 'x-problem-codes';

function problemCodes(codes: readonly ProblemCode[]): object {
  return { [PROBLEM_CODES]: codes };
}

/** One response for each status. */
function problemResponses(codes: readonly ProblemCode[]): MethodDecorator[] {
  const ordered = (Object.keys(PROBLEM_CATALOGUE) as ProblemCode[]).filter((code) => codes.includes(code));
  const statuses = new Set(ordered.map((code) => PROBLEM_CATALOGUE[code].status));
  return [...statuses].map((status) => {
    const same = ordered.filter((code) => PROBLEM_CATALOGUE[code].status === status);
    const limited = same.includes('RATE_LIMITED');
    const retried = limited || same.some((code) => 'retryAfter' in PROBLEM_CATALOGUE[code]);
    return ApiResponse({
      status,
      description: same.map((code) => `${PROBLEM_CATALOGUE[code].title} (\`${code}\`)`).join('; '),
      headers: headerRefs(
        'X-Request-ID',
        ...(retried ? (['Retry-After'] as const) : []),
        ...(limited ? RATE_LIMIT : []),
      ),
      content: {
        'application/problem+json': {
          schema: refOfSchema(ProblemDocument),
        },
      },
      ...problemCodes(same),
    });
  });
}
