import { Problem } from '@somabrain/kernel';
import type { PlanningState } from '../planning/planning-state';
import type { PlannedMemory } from '../planning/planned-memories';
import { noneNamed, notFound } from '../not-found';
import { refused } from '../planning/write-refusals';
import type { LinkOperation, WriteOutcome } from '../planning/write-operation';
import { decodeTarget, encodeTarget } from './link-target';

/** Links a memory to another. */
export function planLink(planning: PlanningState, operation: LinkOperation): WriteOutcome {
  const { source, link, visibility } = operation;
  const named = 'id' in source ? source : planning.memories.withKey(source, visibility);
  const found = named && planning.live(named.id, visibility);
  if (!found) return refused('id' in source ? notFound(source.id) : noneNamed(source));
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
}

function isSelf({ id, namespace, key }: PlannedMemory, target: string): boolean {
  return target === encodeTarget({ id }) || (key !== null && target === encodeTarget({ namespace, key }));
}

function linkedToItself(): Problem {
  const message = 'must be another memory than the one the link starts at';
  return new Problem('VALIDATION_FAILED', `target: ${message}`, { errors: [{ field: 'target', message }] });
}
