import { PROBLEM_CATALOGUE, type ProblemCode } from '@somabrain/kernel';
import { z } from 'zod';
import { linkType, metadata } from './fields';

const problemCode = z.enum(Object.keys(PROBLEM_CATALOGUE) as [ProblemCode, ...ProblemCode[]]);
const text = z.string().nullable();
const nextCursor = z.string().nullable();

const memory = z
  .object({
    id: z.string(),
    version: z.int(),
    namespace: z.string(),
    key: text,
    content: z.string(),
    metadata,
    userId: text,
    agentId: text,
    sessionId: text,
    position: z.number().nullable(),
    speaker: text,
    tags: z.array(z.string()),
    memoryType: z.string(),
    importance: z.number(),
    occurredAt: z.number().nullable(),
    createdAt: z.number(),
    updatedAt: z.number(),
    expiresAt: z.number().nullable(),
    closed: z
      .object({ reason: z.string(), supersededBy: text, validUntil: z.number(), run: z.string() })
      .nullable()
      .default(null),
  })
  .meta({ id: 'StoredMemory', description: 'A memory. Times are milliseconds since 1970.' });

const remembered = z
  .object({
    status: z.enum(['created', 'deduplicated', 'updated']),
    id: z.string(),
    version: z.int(),
    key: text,
    namespace: z.string(),
    createdAt: z.number(),
    replayed: z.boolean(),
  })
  .meta({ id: 'Remembered' });

/** A problem inside an answer, or of one. */
export const WireProblem = z
  .object({
    code: problemCode,
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .meta({ id: 'ItemProblem', description: 'Why an item was not stored.' });

/** The answers of the `/v1` routes: the results of the port `MemoryService` as JSON. */
export const RememberedAnswer = remembered;

export const BatchAnswer = z
  .object({ outcomes: z.array(z.union([remembered, z.object({ problem: WireProblem })])) })
  .meta({ id: 'BatchOutcomes', description: 'What became of each item, in their order.' });

export const RecalledAnswer = z
  .object({
    results: z.array(
      z.object({
        memory,
        score: z.number(),
        explanation: z.record(z.string(), z.number()).nullable(),
      }),
    ),
    totalCandidates: z.number(),
    inMind: z.array(z.object({ memory, score: z.number() })).default([]),
    degraded: z.array(z.enum(['working_memory'])).default([]),
  })
  .meta({ id: 'Recalled' });

export const StoredMemory = memory;

export const MemoryPageAnswer = z
  .object({ items: z.array(memory), nextCursor, total: z.number().nullable() })
  .meta({ id: 'StoredMemoryPage' });

export const ChangedAnswer = z.object({ memory, replayed: z.boolean() }).meta({ id: 'Changed' });

export const HistoryAnswer = z
  .object({
    items: z.array(z.object({ memory, recordedAt: z.number(), replacedAt: z.number().nullable() })),
    nextCursor,
  })
  .meta({ id: 'StoredVersions' });

export const ForgetAnswer = z
  .object({
    dryRun: z.boolean(),
    matched: z.int(),
    derived: z.int(),
    stores: z.object({
      memories: z.int(),
      memory_versions: z.int(),
      memory_vectors: z.int(),
      memory_links: z.int(),
      memory_feedback: z.int().default(0),
    }),
    digest: z.string(),
    auditId: text,
    replayed: z.boolean(),
  })
  .meta({ id: 'Forgotten' });

export const LinkedAnswer = z
  .object({ sourceId: z.string(), replayed: z.boolean() })
  .meta({ id: 'LinkMade' });

export const RatedAnswer = z.object({ rated: z.int(), replayed: z.boolean() }).meta({ id: 'Rated' });

export const ConsolidatedAnswer = z
  .object({ done: z.array(z.boolean()) })
  .meta({ id: 'Consolidated', description: 'Whether each step was done, in their order.' });

const link = z
  .object({
    sourceId: z.string(),
    sourceNamespace: z.string(),
    sourceKey: text,
    targetId: text,
    targetNamespace: z.string(),
    targetKey: text,
    type: linkType,
    weight: z.number(),
  })
  .meta({ id: 'StoredLink' });

export const LinksAnswer = z.object({ items: z.array(link), nextCursor }).meta({ id: 'StoredLinks' });

export const FollowedAnswer = z.object({ links: z.array(link) }).meta({ id: 'FollowedLinks' });

export const ImportAnswer = z
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
