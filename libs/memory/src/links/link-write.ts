import { Problem, type TenantContext, type Visibility } from '@somabrain/kernel';
import { noneNamed, notFound, severalNamed } from '../not-found';
import { ANYBODY } from '../planning/key-scope';
import type { PlannedMemory } from '../planning/planned-memories';
import type { PlanningState } from '../planning/planning-state';
import type { WriteKind } from '../planning/write-kind';
import { accepted, type Idempotency, type LinkOperation } from '../planning/write-operation';
import { refused } from '../planning/write-refusals';
import type { NamedAddress, NewLink } from './link';
import { decodeTarget, encodeTarget } from './link-target';
import type { OutgoingLink } from './planned-link';

/** A link whose ends have been resolved as far as they are coordinates. */
export function prepareLink(
  context: TenantContext,
  source: LinkOperation['source'],
  link: NewLink,
  idempotency: Idempotency | null,
): LinkOperation {
  return { kind: 'link', ...accepted(context, idempotency), source, link: outgoingLink(link) };
}

/** A link as it is stored. */
export function outgoingLink({ type, target, weight }: NewLink): OutgoingLink {
  return { type, target: encodeTarget(target), weight };
}

/** Links a memory to another. */
export const LINK_WRITE: WriteKind<'link'> = {
  isCounted: () => false,
  waitsForJournal: true,
  want({ source, link, visibility }, wanted) {
    for (const end of [source, decodeTarget(link.target)]) {
      if ('id' in end) wanted.withId(end.id);
      else wanted.withKey(end, ANYBODY, visibility);
    }
  },
  plan(planning, operation) {
    const { source, link, visibility } = operation;
    const named = 'id' in source ? source : planning.memories.withKey(source, ANYBODY, visibility);
    const found = named && planning.live(named.id, visibility);
    if (!found) return refused('id' in source ? notFound(source.id) : unnamed(planning, source, visibility));
    const target = decodeTarget(link.target);
    if ('id' in target && !planning.live(target.id, visibility)) return refused(notFound(target.id));
    if (isSelf(found, link.target)) return refused(linkedToItself());
    planning.link(found, link);
    planning.audit(operation, 'memory.linked', found, {
      type: link.type,
      weight: link.weight,
      ...('id' in target && { target_id: target.id }),
    });
    return { status: 'linked', sourceId: found.id, replayed: false };
  },
  recover: (_, { resource }) => ({ status: 'linked', sourceId: resource.id as string, replayed: false }),
};

function unnamed(
  { memories }: PlanningState,
  named: NamedAddress,
  visibility: Visibility | undefined,
): Problem {
  return memories.inScope(named, ANYBODY, visibility).length > 1 ? severalNamed(named) : noneNamed(named);
}

function isSelf({ id, namespace, key }: PlannedMemory, target: string): boolean {
  return target === encodeTarget({ id }) || (key !== null && target === encodeTarget({ namespace, key }));
}

function linkedToItself(): Problem {
  const message = 'must be another memory than the one the link starts at';
  return new Problem('VALIDATION_FAILED', `target: ${message}`, { errors: [{ field: 'target', message }] });
}
