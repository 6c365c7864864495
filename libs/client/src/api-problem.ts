import type { FieldError } from '@somabrain/kernel';
import type { Response as StreamResponse } from 'undici';

/** A request that was answered with an error. The message is the answer's `detail`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    detail: string,
    /** One of the catalogue; `HTTP_502` and the like where something in between answered, in words of its own. */
    readonly code: string,
    readonly status: number,
    readonly errors: readonly FieldError[],
    /** Finds the request in the server's log; null where the answer names none. */
    readonly traceId: string | null,
    /** Seconds after which to try again; null where that does not help. */
    readonly retryAfter: number | null,
  ) {
    super(detail);
  }

  get detail(): string {
    return this.message;
  }
}

/** The outcome of a typed call, as openapi-fetch gives it. */
interface Outcome {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The data of a typed call.
 * @example const { results } = await answerOf(client.POST('/recall', { body: { query } }));
 * @throws ApiProblem when the answer is an error; TypeError of fetch when there is none
 */
export async function answerOf<Call extends Outcome>(
  call: Promise<Call>,
): Promise<Exclude<Call['data'], undefined>> {
  const { response, data, error } = await call;
  if (response.ok) return data as Exclude<Call['data'], undefined>;
  throw toProblem(response, error);
}

/** The problem that an answer to a streamed request tells of. It reads the body. */
export async function problemOf(response: StreamResponse): Promise<ApiProblem> {
  return toProblem(response, parse(await response.text()));
}

function toProblem(
  response: Pick<Response, 'status' | 'statusText'> & { headers: Pick<Headers, 'get'> },
  body: unknown,
): ApiProblem {
  const { status } = response;
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const seconds = Number.isFinite(retryAfter) ? retryAfter : null;
  const problem = isObject(body) ? body : {};
  const detail = textOf(problem.detail) ?? `The server answered ${status} ${response.statusText}`.trim();
  return new ApiProblem(
    detail,
    textOf(problem.code) ?? `HTTP_${status}`,
    status,
    Array.isArray(problem.errors) ? problem.errors.filter(isFieldError) : [],
    textOf(problem.traceId) ?? null,
    seconds,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not ours: a proxy's page
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFieldError(value: unknown): value is FieldError {
  return isObject(value) && typeof value.field === 'string' && typeof value.message === 'string';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
