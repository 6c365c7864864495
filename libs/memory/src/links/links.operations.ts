import { z } from 'zod';
import { MEMORY_ID, OTHER_ID } from '../contract/examples';
import { linkType, linkWeight, memoryAddress, memoryId, ownerFields, page } from '../contract/fields';
import { nextCursor } from '../contract/memory-schemas';
import { jsonOperation } from '../contract/operation';
import { namespaceName } from '../validation/fields';
import { storable } from '../validation/storable-json';
import { LINK_DIRECTIONS, MAX_FOLLOWED, MAX_FOLLOWED_EACH } from './link';

const link = z
  .object({
    sourceId: z.string(),
    sourceNamespace: z.string(),
    sourceKey: z.string().nullable(),
    targetId: z.string().nullable(),
    targetNamespace: z.string(),
    targetKey: z.string().nullable(),
    type: linkType,
    weight: z.number(),
  })
  .meta({ id: 'StoredLink' });

const STORED_LINK = {
  sourceId: MEMORY_ID,
  sourceNamespace: 'default',
  sourceKey: 'kb.paris',
  targetId: OTHER_ID,
  targetNamespace: 'default',
  targetKey: 'kb.france',
  type: 'part_of',
  weight: 1,
};

export const LINK = jsonOperation({
  name: 'link',
  method: 'POST',
  path: '/link',
  effect: 'keyed write',
  body: storable(
    z
      .strictObject({
        source: memoryAddress,
        target: memoryAddress,
        type: linkType,
        weight: linkWeight,
        ...ownerFields,
      })
      .meta({ id: 'LinkCall', description: 'A link to create.' }),
  ),
  query: null,
  answer: z.object({ sourceId: z.string(), replayed: z.boolean() }).meta({ id: 'LinkMade' }),
  serve: (memories, { context, body, options }) => memories.link(context, body, options),
  described: {
    operationId: 'linkMemories',
    tag: 'Links',
    summary: 'Link two memories',
    description: 'Creates a link. An existing one gets the new weight.',
    bodyExample: {
      source: { id: MEMORY_ID },
      target: { namespace: 'default', key: 'kb.france' },
      type: 'part_of',
      weight: 1,
    },
    answerExample: { sourceId: MEMORY_ID, replayed: false },
    problems: ['MEMORY_NOT_FOUND'],
  },
});

export const LINKS = jsonOperation({
  name: 'links',
  method: 'POST',
  path: '/graph/links',
  effect: 'read',
  body: storable(
    z
      .strictObject({
        ...page,
        source: memoryAddress.nullable(),
        target: memoryAddress.nullable(),
        namespace: namespaceName.nullable(),
        type: linkType.nullable(),
        ...ownerFields,
      })
      .meta({ id: 'LinksCall', description: 'Which links to read.' }),
  ),
  query: null,
  answer: z.object({ items: z.array(link), nextCursor }).meta({ id: 'StoredLinks' }),
  serve: (memories, { context, body }) => memories.links(context, body),
  described: {
    operationId: 'links',
    tag: 'Links',
    summary: 'Read links',
    description: 'Lists the links from a memory, to a memory, or of a namespace.',
    bodyExample: {
      limit: 50,
      cursor: null,
      source: { id: MEMORY_ID },
      target: null,
      namespace: null,
      type: null,
    },
    answerExample: { items: [STORED_LINK], nextCursor: null },
    problems: ['MEMORY_NOT_FOUND', 'CURSOR_INVALID'],
  },
});

export const FOLLOW = jsonOperation({
  name: 'follow',
  method: 'POST',
  path: '/graph/follow',
  effect: 'read',
  body: storable(
    z
      .strictObject({
        ids: z.array(memoryId).max(MAX_FOLLOWED),
        direction: z.enum(LINK_DIRECTIONS),
        types: z.array(linkType).max(64).nullable(),
        each: z.int().min(1).max(MAX_FOLLOWED_EACH),
      })
      .meta({ id: 'FollowCall', description: 'The memories whose links to read, the heaviest of each.' }),
  ),
  query: null,
  answer: z.object({ links: z.array(link) }).meta({ id: 'FollowedLinks' }),
  serve: async (memories, { context, body }) => ({ links: await memories.follow(context, body) }),
  described: {
    operationId: 'follow',
    tag: 'Links',
    summary: 'Read the links of several memories',
    description:
      'Reads the heaviest links of each memory, in one direction or both, if both memories of a link are visible.',
    bodyExample: { ids: [MEMORY_ID], direction: 'both', types: null, each: 50 },
    answerExample: { links: [STORED_LINK] },
  },
});
