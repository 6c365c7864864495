import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import { olderFieldsOf } from '../older-fields';
import type { ListBounds } from './listed-json';

const MIB = 1024 * 1024;
/** Some levels more than a schema takes, which says better what is wrong. */
const DEPTH = 64;
const VALUES = 50_000;

/** Under this key of its metadata a route says which body it takes. */
export const JSON_BODY = 'somabrain:json-body';

/** The body of a route. */
export interface JsonBodyOptions {
  /** Unpacked; 1 MiB unless said otherwise. */
  readonly limitBytes?: number;
  /** Whether it, or each of its items, carries the text of a memory: then it may be as long as the longest such text needs. */
  readonly carriesContent?: boolean;
  /** Whether it may be left out, which is an empty object then. */
  readonly optional?: boolean;
  /** Members and elements it may have altogether. */
  readonly values?: number;
  /** For an object with long lists, which is taken apart while it comes in: elements that a list may have. */
  readonly elements?: number;
  /** What the handler checks it with, where older spellings of fields are accepted. */
  readonly schema?: z.ZodType;
}

/** What the reader of a body goes by. */
export interface JsonBodySettings {
  readonly limitBytes: number;
  readonly carriesContent: boolean;
  readonly optional: boolean;
  readonly bounds: ListBounds;
  readonly isListed: boolean;
  /** Members that are older spellings. */
  readonly olderFields: () => readonly string[];
}

/** A route with a JSON body. It is read behind the guards, before anything looks at it. */
export function JsonBody({
  limitBytes = MIB,
  carriesContent = false,
  optional = false,
  values = VALUES,
  elements,
  schema,
}: JsonBodyOptions = {}): MethodDecorator {
  let olderFields: readonly string[] | undefined;
  const settings: JsonBodySettings = {
    limitBytes,
    carriesContent,
    optional,
    bounds: { depth: DEPTH, values, elements: elements ?? 0, elementBytes: MIB, frameBytes: MIB },
    isListed: elements !== undefined,
    olderFields: () => (olderFields ??= schema ? olderFieldsOf(schema) : []),
  };
  return SetMetadata(JSON_BODY, settings);
}
