import type { ProblemCode, TenantContext } from '@somabrain/kernel';
import type { z } from 'zod';
import type { MemoryService, WriteOptions } from '../memory-service';

/** A parameter of the query string, as the OpenAPI document describes it. */
interface QueryParameterDescription {
  readonly name: string;
  readonly description: string;
  readonly schema: { readonly type: 'string' | 'integer' };
  readonly example: string | number;
}

/** What the OpenAPI document of the memory service says about an operation. */
interface OperationDescription {
  readonly operationId: string;
  readonly tag: 'Memories' | 'Changes' | 'Links' | 'Ratings' | 'Consolidation' | 'Transfer';
  readonly summary: string;
  readonly description: string;
  readonly queryParameters?: readonly QueryParameterDescription[];
  /** Of the body. */
  readonly bodyExample?: unknown;
  readonly answerExample?: unknown;
  /** Those beyond what every operation can end in. */
  readonly problems?: readonly ProblemCode[];
}

/**
 * A use case of long-term memory as a request to the memory service. The HTTP adapter, the routes under `/v1` and the OpenAPI document
 * are derived from it.
 */
export interface Operation<Answer extends z.ZodType | null = z.ZodType | null> {
  /** The method of `MemoryService`, and a label of the metrics. */
  readonly name: keyof MemoryService;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1`. `:id` stands for the id of a memory. */
  readonly path: string;
  /** Whether a request may be sent twice: a read may, a keyed write under an idempotency key, a write never. */
  readonly effect: 'read' | 'keyed write' | 'write';
  /** Null: 204, or a stream. */
  readonly answer: Answer;
  readonly described: OperationDescription;
}

/** A request that the memory service has read and checked. */
export interface OperationCall<Body, Query> {
  readonly context: TenantContext;
  /** Empty unless the operation is a keyed write. */
  readonly options: WriteOptions;
  /** Empty where the path has none. */
  readonly id: string;
  readonly body: Body;
  readonly query: Query;
}

/** What a JSON body may be beyond the 2 MiB that one memory needs. */
export interface BodyBounds {
  readonly limitBytes: number;
  /** Of its list. */
  readonly elements: number;
  /** Members and elements altogether. */
  readonly values: number;
}

/** An operation with JSON in and out. */
export interface JsonOperation<
  Body extends z.ZodType | null = z.ZodType | null,
  Query extends z.ZodType | null = z.ZodType | null,
  Answer extends z.ZodType | null = z.ZodType | null,
> extends Operation<Answer> {
  readonly body: Body;
  readonly query: Query;
  readonly bodyBounds?: BodyBounds;
  /** Whether the body, or each item of its list, carries the text of a memory, which may be longer than that. */
  readonly carriesContent?: boolean;
  /** Asks the service, and gives the answer its form. */
  serve(
    memories: MemoryService,
    call: OperationCall<OutputOf<Body>, OutputOf<Query>>,
  ): Promise<object | void>;
}

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** Declares an operation: it infers what `serve` is given. */
export function jsonOperation<
  Body extends z.ZodType | null,
  Query extends z.ZodType | null,
  Answer extends z.ZodType | null,
>(operation: JsonOperation<Body, Query, Answer>): JsonOperation<Body, Query, Answer> {
  return operation;
}
