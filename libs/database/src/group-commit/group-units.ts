import { Problem, type TenantId } from '@somabrain/kernel';
import type { QueuedUnit } from './write-queue';

/** The tenants of the units, each once. */
export function tenantsOf(units: readonly { readonly tenant: TenantId }[]): Set<TenantId> {
  return new Set(units.map(({ tenant }) => tenant));
}

/** Refuses the units that nobody waits for any more. One that may be stored already is seen to its end. @returns the others */
export function inTime<Operation, Answer>(
  units: readonly QueuedUnit<Operation, Answer>[],
): QueuedUnit<Operation, Answer>[] {
  const now = performance.now();
  return units.filter((unit) => {
    if (unit.deadlineAt > now || unit.uncertain) return true;
    unit.reject(new Problem('DEADLINE_EXCEEDED', 'The time of X-Deadline-MS is over; nothing was stored'));
    return false;
  });
}

/**
 * Two halves of a group, to be tried one after the other: the units of one tenant side by side, so that a tenant with many that fail is in one
 * of them, and in their order.
 */
export function halvesOf<Operation, Answer>(
  units: readonly QueuedUnit<Operation, Answer>[],
): QueuedUnit<Operation, Answer>[][] {
  const sorted = units.toSorted((one, other) =>
    one.tenant < other.tenant ? -1 : Number(one.tenant > other.tenant),
  );
  const middle = sorted.length >> 1;
  return [sorted.slice(0, middle), sorted.slice(middle)];
}
