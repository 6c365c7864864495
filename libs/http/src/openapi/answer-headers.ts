/** What the headers of answers hold, by their names: components of the OpenAPI document. */
const ANSWER_HEADERS = {
  'X-Request-ID': {
    description: 'Name of the request: yours, or its trace id.',
    schema: { type: 'string', pattern: '^[!-~]{1,128}$' },
  },
  'Retry-After': {
    description: 'Seconds to wait before trying again.',
    schema: { type: 'integer', format: 'int32', minimum: 0 },
  },
  ETag: {
    description: 'The version in quotes, for `If-Match` and `If-None-Match`.',
    schema: { type: 'string', pattern: '^"[1-9][0-9]*"$' },
  },
  'Idempotency-Replayed': {
    description: '`true` where it is the answer to an earlier request with the same Idempotency-Key.',
    schema: { type: 'boolean' },
  },
  Deprecation: {
    description: 'When the route was deprecated: `@` and Unix seconds (RFC 9745).',
    schema: { type: 'string', pattern: '^@[0-9]+$' },
  },
  RateLimit: {
    description:
      'How many requests the tenant has left, and the seconds until it has all of them again. Absent where it has no limit.',
    schema: { type: 'string', pattern: '^"tenant";r=[0-9]+;t=[0-9]+$' },
  },
  'RateLimit-Policy': {
    description: 'How many requests the tenant may send at once, and the seconds in which as many come back.',
    schema: { type: 'string', pattern: '^"tenant";q=[0-9]+;w=[0-9]+$' },
  },
} as const;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

/** References to the components of headers, as a response lists them. */
export function headerRefs(...names: readonly AnswerHeader[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/**
 * The header components that a document uses.
 * @param routes the document's routes as text
 */
export function answerHeaders(routes: string): Partial<typeof ANSWER_HEADERS> {
  return Object.fromEntries(
    Object.entries(ANSWER_HEADERS).filter(([name]) => routes.includes(`"#/components/headers/${name}"`)),
  );
}
