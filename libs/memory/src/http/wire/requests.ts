import { z } from 'zod';
import { LINK_DIRECTIONS, MAX_FOLLOWED, MAX_FOLLOWED_EACH } from '../../links/link';
import { MAX_RATED } from '../../ratings/rating';
import { memoryKey, memoryVersion, namespaceName, text } from '../../validation/fields';
import { storable } from '../../validation/storable-json';
import {
  cursor,
  instant,
  linkType,
  linkWeight,
  memoryAddress,
  memoryFields,
  memoryFilter,
  memoryId,
  ttlSeconds,
} from './fields';

const newMemory = z
  .strictObject({
    ...memoryFields,
    ttlSeconds,
    links: z
      .array(
        z.strictObject({
          type: linkType,
          target: z.union([
            z.strictObject({ id: memoryId }),
            z.strictObject({ namespace: namespaceName, key: memoryKey }),
          ]),
          weight: linkWeight,
        }),
      )
      .max(100)
      .exactOptional(),
  })
  .meta({ id: 'NewMemory', description: 'A memory to store. Times are milliseconds since 1970.' });

const fieldsOfPatch = z.strictObject({ ...memoryFields, ttlSeconds });
const changes = Object.fromEntries(
  Object.entries(fieldsOfPatch.shape).map(([name, schema]) => [name, z.exactOptional(schema)]),
) as { [Name in keyof typeof fieldsOfPatch.shape]: z.ZodExactOptional<(typeof fieldsOfPatch.shape)[Name]> };
const page = { limit: z.int().min(1).max(500), cursor };

/** The bodies of the `/v1` routes: the arguments of the port `MemoryService` as JSON. Members that are not known are refused. */
export const RememberCall = storable(newMemory);

export const RememberBatchCall = storable(
  z
    .strictObject({ memories: z.array(newMemory).min(1).max(1_000), atomic: z.boolean() })
    .meta({ id: 'RememberBatchCall', description: '1 to 1,000 memories.' }),
);

export const RecallCall = storable(
  z
    .strictObject({
      namespace: namespaceName,
      query: text(1, 10_000),
      limit: z.int().min(1).max(100),
      filter: memoryFilter,
      minScore: z.number().nullable(),
      explain: z.boolean(),
      asOf: instant.nullable(),
      maxTokens: z.int().min(1).max(1_000_000).nullable(),
      inMind: z.array(memoryId).max(256).exactOptional(),
    })
    .meta({ id: 'RecallCall', description: 'A question.' }),
);

export const ListCall = storable(
  z
    .strictObject({
      ...page,
      namespace: namespaceName.nullable(),
      key: memoryKey.nullable(),
      ids: z.array(memoryId).max(1_000).exactOptional(),
      filter: memoryFilter,
      total: z.boolean(),
    })
    .meta({ id: 'ListCall', description: 'Which memories to list.' }),
);

export const ChangeCall = storable(
  z
    .strictObject({
      patch: z.strictObject(changes),
      ifVersions: z.array(memoryVersion).max(100).exactOptional(),
    })
    .meta({
      id: 'ChangeCall',
      description: 'What is to change; `ifVersions`: only in one of these versions.',
    }),
);

export const RestoreCall = storable(
  z.strictObject({ version: memoryVersion.nullable() }).meta({
    id: 'RestoreCall',
    description: 'The version to go back to; null: the one before the present one.',
  }),
);

export const ForgetCall = storable(
  z
    .strictObject({
      namespace: namespaceName.nullable(),
      key: memoryKey.nullable(),
      ids: z.array(memoryId).max(1_000).nullable(),
      filter: memoryFilter,
      dryRun: z.boolean(),
    })
    .meta({
      id: 'ForgetCall',
      description: 'Which memories to forget; without any condition all of the tenant.',
    }),
);

export const DeleteCall = storable(
  z
    .union([
      z.strictObject({ coordinate: z.string().max(64) }),
      z.strictObject({ namespace: namespaceName, text: memoryKey }),
    ])
    .meta({ id: 'DeleteCall', description: 'The coordinate, "x,y,z", of the memory, or its exact text.' }),
);

export const LinkCall = storable(
  z
    .strictObject({ source: memoryAddress, target: memoryAddress, type: linkType, weight: linkWeight })
    .meta({ id: 'LinkCall', description: 'A link to be made.' }),
);

export const LinksCall = storable(
  z
    .strictObject({
      ...page,
      source: memoryAddress.nullable(),
      target: memoryAddress.nullable(),
      namespace: namespaceName.nullable(),
      type: linkType.nullable(),
    })
    .meta({ id: 'LinksCall', description: 'Which links to read.' }),
);

export const FindCall = storable(
  z
    .strictObject({ address: memoryAddress })
    .meta({ id: 'FindCall', description: 'Where a memory is: by id, key or coordinate.' }),
);

export const FollowCall = storable(
  z
    .strictObject({
      ids: z.array(memoryId).max(MAX_FOLLOWED),
      direction: z.enum(LINK_DIRECTIONS),
      types: z.array(linkType).max(64).nullable(),
      each: z.int().min(1).max(MAX_FOLLOWED_EACH),
    })
    .meta({ id: 'FollowCall', description: 'Whose links to read, the heaviest of each memory.' }),
);

export const RateCall = storable(
  z
    .strictObject({
      query: text(1, 10_000).nullable(),
      memories: z
        .array(z.strictObject({ id: memoryId, useful: z.boolean().nullable() }))
        .min(1)
        .max(MAX_RATED),
    })
    .meta({ id: 'RateCall', description: 'What memories were worth for a question; null: for any.' }),
);

const weighedLink = z.strictObject({
  sourceId: memoryId,
  type: linkType,
  target: text(1, 1_024),
  weight: linkWeight.nullable(),
  before: linkWeight,
  weighedAt: instant.nullable(),
});
const closure = z.strictObject({
  reason: text(1, 64),
  supersededBy: memoryId.nullable(),
  validUntil: instant,
});

export const ConsolidateCall = storable(
  z
    .strictObject({
      run: memoryId,
      steps: z
        .array(
          z.discriminatedUnion('kind', [
            z.strictObject({ kind: z.literal('close'), id: memoryId, version: memoryVersion, closure }),
            z.strictObject({ kind: z.literal('reopen'), id: memoryId }),
            z.strictObject({ kind: z.literal('summarise'), memory: newMemory }),
            z.strictObject({ kind: z.literal('remove'), id: memoryId }),
            z.strictObject({
              kind: z.literal('weigh'),
              links: z.array(weighedLink).max(500),
              undone: z.boolean(),
            }),
          ]),
        )
        .max(500),
    })
    .meta({ id: 'ConsolidateCall', description: 'Changes that a run makes, or takes back.' }),
);

/** The query parameters of the history. */
export const HistoryParameters = storable(
  z.strictObject({
    limit: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .pipe(page.limit),
    cursor: z.string().max(4_096).optional(),
  }),
).transform(({ limit, cursor: from }) => ({ limit, cursor: from ?? null }));

/** The query parameters of an export. */
export const ExportParameters = storable(z.strictObject({ namespace: namespaceName.optional() })).transform(
  ({ namespace }) => ({ namespace: namespace ?? null }),
);

/** The query parameters of an import. */
export const ImportParameters = storable(z.strictObject({ resume: text(1, 128).optional() })).transform(
  ({ resume }) => ({ resume: resume ?? null }),
);
