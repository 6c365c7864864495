import {
  type MemoryAddress,
  memoryKey,
  namespaceName,
  type Owner,
  storable,
  type LinkQuery,
  type LinkRequest,
} from '@somabrain/memory';
import { z } from 'zod';
import { CURSOR } from '../memory/cursor';
import { coordinateField } from '../memory/address-request';
import { ownerFields, ownerOf } from '../memory/owner-fields';
import { namespaceOf } from '../memory/to-new-memory';
import { linkType, linkWeight, memoryId } from './link-fields';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** Fields that name the memory that links start at. */
export const fromFields = {
  from_key: memoryKey.nullish().meta({ description: 'Key of the memory that the link starts at.' }),
  from_id: memoryId.nullish().meta({ description: 'Its id.' }),
  from_coord: coordinateField.nullish().meta({ description: 'Its coordinate, "x,y,z".' }),
};
/** Fields that name the memory that they lead to. */
export const toFields = {
  to_key: memoryKey.nullish().meta({ description: 'Key of the memory that it leads to.' }),
  to_id: memoryId.nullish().meta({ description: 'Its id.' }),
  to_coord: coordinateField.nullish().meta({ description: 'Its coordinate, "x,y,z".' }),
};
/** Fields that say where keys are. */
export const placeFields = {
  namespace: namespaceName.nullish().meta({ description: 'Where the keys are. Default: `default`.' }),
  universe: namespaceName.nullish().meta({ deprecated: true, description: 'Older spelling of `namespace`.' }),
};
const ends = { ...fromFields, ...toFields, type: linkType.nullish(), ...ownerFields, ...placeFields };

/** An end of a link: the namespace of a key is that of the request where the body names none. */
export type EndInput = { id: string } | { coordinate: string } | { key: string };

/** What a request about links says, before the namespace is known. */
interface Ends {
  readonly namespace: string | null;
}

export interface LinkInput extends Ends, Owner, Pick<LinkRequest, 'type' | 'weight'> {
  readonly source: EndInput;
  readonly target: EndInput;
}

export interface LinksInput extends Ends, Owner, Pick<LinkQuery, 'type' | 'limit' | 'cursor'> {
  readonly source: EndInput | null;
  readonly target: EndInput | null;
}

/** The body of `POST /link`. */
export const LinkBody = storable(
  z
    .strictObject({ ...ends, weight: linkWeight.nullish() })
    .meta({ id: 'LinkRequest', description: 'A link from one memory to another, each named in one way.' }),
).transform((body, context): LinkInput => {
  const source = endOf(body, 'from', context);
  const target = endOf(body, 'to', context);
  requireEnds({ from: source, to: target }, context);
  if (!source || !target) return z.NEVER;
  return {
    source,
    target,
    type: body.type ?? 'related',
    weight: body.weight ?? 1,
    ...ownerOf(body),
    namespace: body.namespace ?? namespaceOf(body.universe),
  };
});

/** The body of `POST /graph/links`. */
export const LinksBody = storable(
  z
    .strictObject({
      ...ends,
      limit: z.int().min(1).max(MAX_LIMIT).nullish().meta({ description: 'Default: 50.' }),
      cursor: z
        .string()
        .meta({ pattern: CURSOR.source })
        .nullish()
        .meta({ description: 'The `next_cursor` of the page before.' }),
    })
    .meta({ id: 'LinksRequest', description: 'Which links to read: every given condition must hold.' }),
).transform((body, context): LinksInput => ({
  source: endOf(body, 'from', context),
  target: endOf(body, 'to', context),
  type: body.type ?? null,
  limit: body.limit ?? DEFAULT_LIMIT,
  cursor: body.cursor ?? null,
  ...ownerOf(body),
  namespace: body.namespace ?? namespaceOf(body.universe),
}));

/** An end as the memory service takes it. */
export function addressOf(end: EndInput, namespace: string): MemoryAddress {
  return 'key' in end ? { key: end.key, namespace } : end;
}

/** Reports the ends that a body leaves out. */
export function requireEnds(
  ends: Readonly<Partial<Record<'from' | 'to', EndInput | null>>>,
  context: z.RefinementCtx,
): void {
  for (const [end, given] of Object.entries(ends)) {
    if (given) continue;
    const message = `is required, or ${end}_id or ${end}_coord`;
    context.addIssue({ code: 'custom', path: [`${end}_key`], message });
  }
}

type Given = Readonly<
  Partial<Record<`${'from' | 'to'}_${'key' | 'id' | 'coord'}`, string | null | undefined>>
>;

/** The memory that a body names as one end; null where it names none. */
export function endOf(body: Given, end: 'from' | 'to', context: z.RefinementCtx): EndInput | null {
  const [id, key, coordinate] = [body[`${end}_id`], body[`${end}_key`], body[`${end}_coord`]];
  if ([id, key, coordinate].filter((name) => name != null).length > 1) {
    const message = `names the memory a second time; send one of ${end}_key, ${end}_id and ${end}_coord`;
    context.addIssue({ code: 'custom', path: [`${end}_${id == null ? 'coord' : 'id'}`], message });
  }
  if (id != null) return { id };
  if (key != null) return { key };
  return coordinate == null ? null : { coordinate };
}
