import { z } from 'zod';
import { MEMORY_ID } from '../contract/examples';
import { memoryFilter } from '../contract/fields';
import type { Operation } from '../contract/operation';
import { problemCode } from '../contract/problem-schema';
import { namespaceName, text } from '../validation/fields';
import { storable } from '../validation/storable-json';

/** Media type of exports. */
export const NDJSON = 'application/x-ndjson';
/** An empty export. */
export const EXPORT_EXAMPLE = `{"type":"header","format":"somabrain-export","version":1,"export_id":"${MEMORY_ID}","tenant":"public","namespace":null,"exported_at":"2026-03-01T09:00:00.000Z","memories":0}\n`;

/** A filter as a text of JSON. */
const writtenFilter = z
  .string()
  .transform((written, context): unknown => {
    try {
      return JSON.parse(written);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(storable(memoryFilter));

/** The query parameters of an export. */
export const ExportParameters = storable(
  z.strictObject({ namespace: namespaceName.optional(), filter: writtenFilter.optional() }),
).transform(({ namespace, filter }) => ({ namespace: namespace ?? null, ...(filter && { filter }) }));

/** The query parameters of an import. */
export const ImportParameters = storable(z.strictObject({ resume: text(1, 128).optional() })).transform(
  ({ resume }) => ({ resume: resume ?? null }),
);

const imported = z
  .object({
    imported: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    versions: z.int(),
    links: z.int(),
    lines: z.int(),
    resumedFromLine: z.int(),
    resume: z.string(),
    errors: z.array(z.object({ line: z.int(), code: problemCode, message: z.string() })),
  })
  .meta({ id: 'Imported' });

/** Answered with a stream of lines. */
export const EXPORT: Operation<null> = {
  name: 'export',
  method: 'GET',
  path: '/export',
  effect: 'read',
  answer: null,
  described: {
    operationId: 'exportMemories',
    tag: 'Transfer',
    summary: 'Export memories',
    description: 'Exports memories as a stream of lines of JSON. The last line is a trailer with a checksum.',
    queryParameters: [
      {
        name: 'namespace',
        description: 'Only of this namespace.',
        schema: { type: 'string' },
        example: 'default',
      },
      {
        name: 'filter',
        description: 'Only memories that meet this MemoryFilter, as JSON.',
        schema: { type: 'string' },
        example: '{"tags":["geo"]}',
      },
    ],
    answerExample: EXPORT_EXAMPLE,
  },
};

/** Its body is a stream of lines. */
export const IMPORT: Operation<typeof imported> = {
  name: 'import',
  method: 'POST',
  path: '/import',
  effect: 'write',
  answer: imported,
  described: {
    operationId: 'importMemories',
    tag: 'Transfer',
    summary: 'Import memories',
    description:
      'Imports an exported file. It is read as a stream, and may be sent again after an interruption.',
    queryParameters: [
      {
        name: 'resume',
        description: 'Names the import. Default: the id of the export.',
        schema: { type: 'string' },
        example: MEMORY_ID,
      },
    ],
    bodyExample: EXPORT_EXAMPLE,
    answerExample: {
      imported: 1,
      updated: 0,
      unchanged: 0,
      failed: 0,
      versions: 0,
      links: 0,
      lines: 3,
      resumedFromLine: 1,
      resume: MEMORY_ID,
      errors: [],
    },
    problems: [
      'POLICY_DENIED',
      'QUOTA_EXCEEDED',
      'MALFORMED_REQUEST',
      'IMPORT_INVALID',
      'UNSUPPORTED_MEDIA_TYPE',
      'OVERLOADED',
    ],
  },
};
