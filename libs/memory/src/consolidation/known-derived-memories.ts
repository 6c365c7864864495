import { isDerivedMemory } from './derived-memory';
import type { PlannedMemory } from '../planning/planned-memories';
import { idTarget } from '../links/link-target';
import type { OutgoingLink } from '../links/planned-link';
import type { StoredDerivedIds } from './derived-memory';

/** The memories derived from others: those that are stored, and those that the group makes. */
export class KnownDerivedMemories {
  private readonly made = new Map<string, Set<string>>();

  constructor(private readonly stored: StoredDerivedIds) {}

  /** Notes a link that the group adds to a memory. */
  note({ id, state }: PlannedMemory, { type, target }: OutgoingLink): void {
    if (type !== 'derived_from' || !state || !isDerivedMemory(state.fields)) return;
    const known = this.made.get(target) ?? new Set();
    this.made.set(target, known.add(id));
  }

  /** Ids of what is made of the memory. */
  of(id: string): Set<string> {
    return new Set([...(this.stored.get(id) ?? []), ...(this.made.get(idTarget(id)) ?? [])]);
  }
}
