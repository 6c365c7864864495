import type { OnApplicationShutdown } from '@nestjs/common';
import { Readable } from 'node:stream';
import { encodeFilter, currentContext, Problem, type TenantContext, traceparentOf } from '@somabrain/kernel';
import type { MemoryHttpMetrics } from '@somabrain/metrics';
import { Agent, type Dispatcher } from 'undici';
import type { z } from 'zod';
import type { RemoteMemory } from './remote-memory';
import { CallPolicy } from './call-policy';
import { isOfTheHop, MemoryFailure, problemOf, transportFailure } from './memory-failure';
import { MemoryProbe } from './memory-probe';
import {
  ACTOR_HEADER,
  DECISION_HEADER,
  FILTERS_HEADER,
  IDEMPOTENCY_HEADER,
  MAY_DELETE_HEADER,
  SESSION_HEADER,
  TENANT_HEADER,
} from '../contract/headers';
import { problemSchema } from '../contract/problem-schema';
import { NDJSON } from '../transfer/transfer.operations';

const CONNECTIONS = 128;
const CONNECT_MS = 2_000;
/** Shorter than the service keeps an idle connection, so that it is not closed under a request. */
const KEEP_ALIVE_MS = 30_000;
/** More than a page of the largest memories. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
/** A stream that says nothing for so long is taken for broken. */
const STREAM_IDLE_MS = 60_000;
const HEADER_SAFE = /^[\x21-\x7e]{1,128}$/;

/** One request to the memory service. */
export interface MemoryRequest {
  /** Name of the use case, a label of the metrics. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1`. */
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
  /** Whether it may be sent more than once. */
  readonly repeatable: boolean;
}

type ResponseData = Dispatcher.ResponseData;

/** Kept-alive connections to a memory service, and the rules by which it is asked. */
export class MemoryConnection implements OnApplicationShutdown {
  private readonly calls: Agent;
  private readonly streams: Agent;
  private readonly policy: CallPolicy;
  private readonly probe: MemoryProbe;
  private readonly origin: string;
  private readonly base: string;

  /** @param mostAnswerBytes longer answers are cut off */
  constructor(
    private readonly settings: RemoteMemory,
    private readonly metrics: MemoryHttpMetrics,
    mostAnswerBytes = MAX_ANSWER_BYTES,
  ) {
    const { origin, pathname } = new URL(settings.endpoint);
    this.origin = origin;
    this.base = pathname.replace(/\/+$/, '');
    const pool = {
      connections: CONNECTIONS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connect: { timeout: Math.min(CONNECT_MS, settings.timeoutMs) },
    };
    const { timeoutMs } = settings;
    this.calls = new Agent({
      ...pool,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxResponseSize: mostAnswerBytes,
    });
    // An import is answered when all of it is stored, however long that takes.
    this.streams = new Agent({ ...pool, headersTimeout: 0, bodyTimeout: STREAM_IDLE_MS });
    this.probe = new MemoryProbe(settings, this.calls);
    this.policy = new CallPolicy((state) => {
      metrics.breaker(state);
    });
  }

  /**
   * Sends a request. @param schema of its answer; null where it has none
   * @throws Problem MEMORY_UNAVAILABLE, DEADLINE_EXCEEDED; every problem that the service answers
   */
  call<T>(context: TenantContext, request: MemoryRequest, schema: z.ZodType<T>): Promise<T>;
  call(context: TenantContext, request: MemoryRequest, schema: null): Promise<void>;
  call<T>(context: TenantContext, request: MemoryRequest, schema: z.ZodType<T> | null): Promise<T | void> {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    return this.observed(request, async () => {
      const left = leftOf(context, request);
      const signal = left === null ? null : AbortSignal.timeout(left);
      try {
        const headers = { ...this.headers(context, request, left), ...(body && JSON_BODY) };
        const answer = await this.send(this.calls, request, { headers, body: body ?? null, signal });
        return schema ? await parsed(answer, schema) : await answer.body.dump();
      } catch (error) {
        if (signal?.aborted) throw deadlineExceeded(isWrite(request));
        throw failureOf(error);
      }
    });
  }

  /** Reads a stream. @throws Problem MEMORY_UNAVAILABLE, also half-way; every problem that the service answers */
  async *download(context: TenantContext, request: MemoryRequest): AsyncGenerator<Uint8Array> {
    const { body } = await this.observed(request, async () => {
      try {
        return await this.send(this.streams, request, { headers: this.headers(context, request, null) });
      } catch (error) {
        throw failureOf(error);
      }
    });
    try {
      yield* body as AsyncIterable<Uint8Array>;
    } catch (cause) {
      throw new Problem('MEMORY_UNAVAILABLE', 'The memory service ended the stream early; ask again', {
        cause,
      });
    }
  }

  /** Sends a stream. @throws Problem MEMORY_UNAVAILABLE; what the stream threw; every problem that the service answers */
  upload<T>(
    context: TenantContext,
    request: MemoryRequest,
    file: AsyncIterable<Uint8Array>,
    schema: z.ZodType<T>,
  ): Promise<T> {
    const headers = { ...this.headers(context, request, null), 'Content-Type': NDJSON };
    return this.observed(request, async () => {
      try {
        const body = Readable.from(file, { objectMode: false });
        return await parsed(await this.send(this.streams, request, { headers, body }), schema);
      } catch (error) {
        throw failureOf(error);
      }
    });
  }

  /** Asks whether the service takes our requests, past the breaker. @throws BackendFault when it does not */
  ping(): Promise<void> {
    return this.probe.ping();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  async close(): Promise<void> {
    await Promise.all([this.calls.close(), this.streams.close()]);
  }

  private async observed<T>(request: MemoryRequest, attempt: () => Promise<T>): Promise<T> {
    const start = performance.now();
    let outcome: 'answered' | 'problem' | 'unavailable' = 'answered';
    try {
      return await this.policy.run({ repeatable: request.repeatable, writes: isWrite(request) }, attempt);
    } catch (error) {
      outcome = error instanceof Problem && error.code !== 'MEMORY_UNAVAILABLE' ? 'problem' : 'unavailable';
      throw error;
    } finally {
      this.metrics.asked(request.operation, outcome, (performance.now() - start) / 1000);
    }
  }

  /** @throws Problem that the service answered; MemoryFailure for any answer without success */
  private async send(
    agent: Agent,
    { method, path }: MemoryRequest,
    options: Partial<Dispatcher.RequestOptions>,
  ): Promise<ResponseData> {
    const answer = await agent.request({
      ...options,
      origin: this.origin,
      path: `${this.base}/v1${path}`,
      method,
    });
    if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
    throw await refusalOf(answer);
  }

  private headers(
    { tenant, actor, traceId, decisionId, session, visibility, mayDelete }: TenantContext,
    { idempotencyKey }: MemoryRequest,
    left: number | null,
  ): Record<string, string> {
    const { token } = this.settings;
    const shownId = currentContext()?.trace_id;
    return {
      [TENANT_HEADER]: tenant,
      [ACTOR_HEADER]: encodeURIComponent(actor),
      ...(decisionId !== undefined && { [DECISION_HEADER]: decisionId }),
      ...(session !== undefined && { [SESSION_HEADER]: session }),
      ...(visibility && { [FILTERS_HEADER]: encodeFilter(visibility) }),
      ...(mayDelete === false && { [MAY_DELETE_HEADER]: 'false' }),
      traceparent: traceparentOf(traceId),
      ...(token && { Authorization: `Bearer ${token.reveal()}` }),
      ...(shownId !== undefined && HEADER_SAFE.test(shownId) && { 'X-Request-ID': shownId }),
      ...(left !== null && { 'X-Deadline-MS': String(left) }),
      ...(idempotencyKey !== undefined && { [IDEMPOTENCY_HEADER]: idempotencyKey }),
    };
  }
}

const JSON_BODY = { 'Content-Type': 'application/json' };

/** Milliseconds that the caller still waits, at least 1; null where he did not say. @throws Problem DEADLINE_EXCEEDED */
function leftOf({ deadlineAt }: TenantContext, request: MemoryRequest): number | null {
  if (deadlineAt === undefined) return null;
  const left = Math.floor(deadlineAt - performance.now());
  if (left < 1) throw deadlineExceeded(isWrite(request));
  return left;
}

/** Reads may be sent again without a name; a write only under one. */
function isWrite({ repeatable, idempotencyKey }: MemoryRequest): boolean {
  return !repeatable || idempotencyKey !== undefined;
}

function deadlineExceeded(writes: boolean): Problem {
  const then = writes
    ? 'a write may be stored or not: repeat it with the same Idempotency-Key'
    : 'ask again, and give it more';
  return new Problem('DEADLINE_EXCEEDED', `The time of X-Deadline-MS is over; ${then}`);
}

async function parsed<T>({ body }: ResponseData, schema: z.ZodType<T>): Promise<T> {
  const text = await body.text();
  const { data, error } = schema.safeParse(jsonOf(text));
  if (error) throw garbage('an answer of another form', error);
  return data;
}

async function refusalOf({ statusCode, headers, body }: ResponseData): Promise<Problem | MemoryFailure> {
  if (!String(headers['content-type']).startsWith('application/problem+json')) {
    await body.dump();
    return garbage(`status ${statusCode} without a problem`);
  }
  const { data, error } = problemSchema.safeParse(jsonOf(await body.text()));
  if (error) return garbage(`status ${statusCode} with a problem of another form`, error);
  return isOfTheHop(data) ? garbage(`${data.code}: ${data.detail}`) : problemOf(data);
}

/** @throws MemoryFailure */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw garbage('what is not JSON', error);
  }
}

function garbage(what: string, cause?: unknown): MemoryFailure {
  return new MemoryFailure(`the answer was ${what}`, { unseen: false, broken: false, cause });
}

function failureOf(error: unknown): unknown {
  return error instanceof Problem || error instanceof MemoryFailure ? error : transportFailure(error);
}
