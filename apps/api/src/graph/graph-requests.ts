import type { GraphQuery } from '@somabrain/cognition';
import { LINK_DIRECTIONS, type Owner, storable } from '@somabrain/memory';
import { z } from 'zod';
import { linkType } from '../links/link-fields';
import { type EndInput, endOf, fromFields, placeFields, requireEnds, toFields } from '../links/link-requests';
import { type OwnerInput, ownerFields, ownerOf } from '../memory/owner-fields';
import { namespaceOf } from '../memory/to-new-memory';

const [DEFAULT_LIMIT, MAX_LIMIT] = [50, 500];
const [DEFAULT_HOPS, MAX_HOPS] = [1, 3];
const [DEFAULT_PATH_HOPS, MAX_PATH_HOPS] = [4, 6];

const wayFields = {
  types: z.array(linkType).min(1).max(16).nullish().meta({
    description: 'Only links of these types. Default: of any.',
  }),
  direction: z.enum(LINK_DIRECTIONS).nullish().meta({
    description:
      'Direction of the links to follow: `out` from their source, `in` from their target. Default: both.',
  }),
};

interface GraphInput extends GraphQuery, Owner {
  readonly from: EndInput;
  /** Null where the body names none. */
  readonly namespace: string | null;
}

export interface NeighboursInput extends GraphInput {
  readonly limit: number;
}

export interface PathInput extends GraphInput {
  readonly to: EndInput;
}

/** The body of `POST /graph/neighbors`. */
export const NeighboursBody = storable(
  z
    .strictObject({
      ...fromFields,
      ...wayFields,
      hops: z
        .int()
        .min(1)
        .max(MAX_HOPS)
        .nullish()
        .meta({ description: 'Number of links to follow one after the other. Default: 1.' }),
      limit: z.int().min(1).max(MAX_LIMIT).nullish().meta({ description: 'At most this many. Default: 50.' }),
      ...ownerFields,
      ...placeFields,
    })
    .meta({ id: 'NeighborsRequest', description: 'A memory, and how far to follow its links.' }),
).transform((body, context): NeighboursInput => {
  const from = endOf(body, 'from', context);
  requireEnds({ from }, context);
  if (!from) return z.NEVER;
  return { ...wayOf(body), from, hops: body.hops ?? DEFAULT_HOPS, limit: body.limit ?? DEFAULT_LIMIT };
});

/** The body of `POST /graph/path`. */
export const PathBody = storable(
  z
    .strictObject({
      ...fromFields,
      ...toFields,
      ...wayFields,
      max_hops: z
        .int()
        .min(1)
        .max(MAX_PATH_HOPS)
        .nullish()
        .meta({ description: 'At most this many links. Default: 4.' }),
      ...ownerFields,
      ...placeFields,
    })
    .meta({ id: 'PathRequest', description: 'Two memories, each named in one way.' }),
).transform((body, context): PathInput => {
  const [from, to] = [endOf(body, 'from', context), endOf(body, 'to', context)];
  requireEnds({ from, to }, context);
  if (!from || !to) return z.NEVER;
  return { ...wayOf(body), from, to, hops: body.max_hops ?? DEFAULT_PATH_HOPS };
});

interface Way extends OwnerInput {
  readonly types?: GraphQuery['types'] | undefined;
  readonly direction?: GraphQuery['direction'] | null | undefined;
  readonly namespace?: string | null | undefined;
  readonly universe?: string | null | undefined;
}

function wayOf({ types, direction, namespace, universe, ...owner }: Way) {
  return {
    ...ownerOf(owner),
    types: types ?? null,
    direction: direction ?? ('both' as const),
    namespace: namespace ?? namespaceOf(universe),
  };
}
