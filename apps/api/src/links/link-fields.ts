import {
  LINK_TYPES,
  type LinkType,
  MAX_WEIGHT,
  memoryKey,
  NAMESPACE_PATTERN,
  namespaceName,
  type NewLink,
  scopeId,
} from '@somabrain/memory';
import { z } from 'zod';

const TYPES: ReadonlySet<string> = new Set(LINK_TYPES);

/** A kind of link; names that are not among them count as `related`, as in the original. */
export const linkType = scopeId
  .transform((name): LinkType => (isLinkType(name) ? name : 'related'))
  .meta({ description: `One of ${LINK_TYPES.join(', ')}. Any other name counts as related.` });

export const linkWeight = z.number().min(0).max(MAX_WEIGHT).meta({ description: 'Default: 1.' });
export const memoryId = z.guid({ error: 'must be the id of a memory' });

/** Where a link leads. A text is the key of a memory in the namespace of the one it starts at. */
export const linkTarget = z
  .union([
    memoryKey,
    z.strictObject({ id: memoryId }),
    z.strictObject({ key: memoryKey, namespace: namespaceName.nullish() }),
  ])
  .meta({
    type: 'object',
    description: 'The `id` of a memory, or its `key`. Default of `namespace`: that of the memory.',
    properties: {
      id: { type: 'string', format: 'uuid' },
      key: { type: 'string', minLength: 1, maxLength: 512 },
      namespace: { type: ['string', 'null'], pattern: NAMESPACE_PATTERN.source },
    },
    additionalProperties: false,
  });

/** A link as a body names it: a target without a namespace is in that of its memory. */
export interface LinkInput extends Omit<NewLink, 'target'> {
  readonly target: { readonly id: string } | { readonly key: string; readonly namespace: string | null };
}

interface GivenLink {
  readonly type?: LinkType | null | undefined;
  readonly target: string | { id: string } | { key: string; namespace?: string | null | undefined };
  readonly weight?: number | null | undefined;
}

/** A link of a body with its defaults. */
export function toLinkInput({ type, target, weight }: GivenLink): LinkInput {
  return { type: type ?? 'related', weight: weight ?? 1, target: targetOf(target) };
}

/** The links of a memory of this namespace. */
export function linksIn(namespace: string, links: readonly LinkInput[]): NewLink[] {
  return links.map(({ target, ...link }) => ({
    ...link,
    target: 'id' in target ? target : { key: target.key, namespace: target.namespace ?? namespace },
  }));
}

function targetOf(target: GivenLink['target']): LinkInput['target'] {
  if (typeof target === 'string') return { key: target, namespace: null };
  return 'id' in target ? target : { key: target.key, namespace: target.namespace ?? null };
}

function isLinkType(name: string): name is LinkType {
  return TYPES.has(name);
}
