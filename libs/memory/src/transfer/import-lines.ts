import { isUtf8 } from 'node:buffer';
import {
  isRounded,
  type JsonObject,
  JsonScanner,
  NUMBER_BEYOND_DOUBLE,
  numberBeyondDouble,
  TooMuchJson,
} from '@somabrain/kernel';
import { z } from 'zod';
import { LINK_TYPES, MAX_WEIGHT } from '../links/link';
import type { NewMemory } from '../memory';
import {
  memoryKey,
  memoryType,
  memoryVersion,
  namespaceName,
  scopeId,
  tags,
  text,
  time,
  ttlSeconds,
} from '../validation/fields';
import { storedContent } from '../validation/content';
import { EARLIEST_MS, LATEST_MS } from '../validation/parse-time';
import { storable } from '../validation/storable-json';
import { EXPORT_FORMAT, EXPORT_VERSION } from './export-lines';
import { type FileLine, importInvalid } from './file-lines';

const MAX_METADATA_BYTES = 16 * 1024;
/** As of a body that stores one memory: schemas say better what is wrong with less. */
const LINE_BOUNDS = { depth: 64, values: 50_000 };
const count = z.int().min(0);

const memoryId = z.guid({ error: 'must be the id of a memory' }).transform((id) => id.toLowerCase());

const state = {
  id: memoryId,
  namespace: namespaceName,
  key: memoryKey.nullable(),
  version: memoryVersion,
  // Releases before took a text of white space only, and their files are read.
  content: storedContent,
  metadata: z
    .looseObject({})
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_METADATA_BYTES, {
      error: `must take at most ${MAX_METADATA_BYTES} bytes as JSON`,
    }),
  user_id: scopeId.nullable(),
  agent_id: scopeId.nullable(),
  session_id: scopeId.nullable(),
  position: count.nullable(),
  speaker: scopeId.nullable(),
  tags,
  memory_type: memoryType,
  importance: z.number().min(0).max(1_000_000),
  occurred_at: time.nullable(),
  ttl_seconds: ttlSeconds.nullable(),
  expires_at: time.nullable(),
  closed: z
    .strictObject({
      reason: text(1, 64),
      superseded_by: memoryId.nullable(),
      valid_until: z.number().min(EARLIEST_MS).max(LATEST_MS),
      run: z.guid(),
    })
    .optional(),
};

const header = z.strictObject({
  type: z.literal('header'),
  format: z.literal(EXPORT_FORMAT, { error: `must be ${EXPORT_FORMAT}` }),
  version: z.literal(EXPORT_VERSION, { error: `must be ${EXPORT_VERSION}: this service reads no other` }),
  export_id: z.guid(),
  tenant: z.string(),
  namespace: z.string().nullable(),
  exported_at: time,
  memories: count,
});
const memory = z.strictObject({ type: z.literal('memory'), ...state, created_at: time, updated_at: time });
const version = z.strictObject({
  type: z.literal('version'),
  ...state,
  recorded_at: time,
  replaced_at: time,
});
const link = z.strictObject({
  type: z.literal('link'),
  source_id: memoryId,
  link_type: z.enum(LINK_TYPES),
  target: z.union([
    z.strictObject({ id: memoryId }),
    z.strictObject({ namespace: namespaceName, key: memoryKey }),
  ]),
  weight: z.number().min(0).max(MAX_WEIGHT),
});
const trailer = z.strictObject({
  type: z.literal('trailer'),
  memories: count,
  versions: count,
  links: count,
  sha256: z.string(),
});

const line = storable(
  z.discriminatedUnion('type', [header, memory, version, link, trailer], {
    error: 'must be header, memory, version, link or trailer',
  }),
);

/** A checked line. */
export type ImportLine = z.output<typeof line>;
export type HeaderLine = z.output<typeof header>;
export type MemoryLine = z.output<typeof memory>;
export type VersionLine = z.output<typeof version>;
export type LinkLine = z.output<typeof link>;
export type TrailerLine = z.output<typeof trailer>;

/** @throws Problem IMPORT_INVALID */
export function parseLine({ number, bytes }: FileLine): ImportLine {
  if (!isUtf8(bytes)) throw importInvalid(number, null, 'holds bytes that are not UTF-8');
  checkBounds(number, bytes);
  const { data, error } = line.safeParse(parseJson(number, bytes.toString()));
  if (data) return data;
  const [issue] = error.issues;
  throw importInvalid(
    number,
    issue && issue.path.length > 0 ? issue.path.join('.') : null,
    issue?.message ?? 'is not valid',
  );
}

/** The fields of a memory that a line holds. */
export function fieldsOfLine(given: MemoryLine | VersionLine): NewMemory {
  return {
    namespace: given.namespace,
    key: given.key,
    content: given.content,
    metadata: given.metadata as JsonObject,
    userId: given.user_id,
    agentId: given.agent_id,
    sessionId: given.session_id,
    position: given.position,
    speaker: given.speaker,
    tags: given.tags,
    memoryType: given.memory_type,
    importance: given.importance,
    occurredAt: given.occurred_at,
    ttlSeconds: given.ttl_seconds,
  };
}

/** Before the line is in memory as values. @throws Problem IMPORT_INVALID */
function checkBounds(number: number, bytes: Buffer): void {
  try {
    new JsonScanner(LINE_BOUNDS).scan(bytes);
  } catch (error) {
    throw error instanceof TooMuchJson ? importInvalid(number, null, error.message) : error;
  }
}

function parseJson(number: number, json: string): unknown {
  const value = parsed(number, json);
  // Releases before wrote numbers of this size as they had rounded them: those come back as they were.
  const inexact = numberBeyondDouble(json, isRounded);
  if (inexact) throw importInvalid(number, inexact.path.join('.'), NUMBER_BEYOND_DOUBLE);
  return value;
}

function parsed(number: number, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw importInvalid(number, null, 'is not JSON');
  }
}
