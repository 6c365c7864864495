import { isVisible, type Ownership, type Visibility } from '@somabrain/kernel';
import type { MemoryState } from './memory-state';
import type { MemoryRow, StoredMemory } from './tenant-plan';

/** A memory while the group is planned. */
export interface PlannedMemory {
  readonly id: string;
  readonly createdAt: number;
  readonly arrival: number;
  readonly nonce: Buffer;
  readonly stored: boolean;
  readonly replaced: MemoryRow[];
  namespace: string;
  key: string | null;
  userId: string | null;
  agentId: string | null;
  version: number;
  expiresAt: number | null;
  duplicateDigest: string | null;
  stateDigest: string;
  expired: boolean;
  state: MemoryState | null;
  /** The row set by this group; null while it is as stored. */
  row: MemoryRow | null;
  removed: boolean;
}

/** The memories that a group of one tenant meets, found by id, by key and by what makes them the same. */
export class PlannedMemories {
  private readonly byId = new Map<string, PlannedMemory>();
  private readonly byKey = new Map<string, Set<PlannedMemory>>();
  private readonly byDuplicate = new Map<string, Set<PlannedMemory>>();

  constructor(stored: readonly StoredMemory[]) {
    for (const memory of stored) {
      this.enter({ ...memory, stored: true, replaced: [], row: null, removed: false });
    }
  }

  /** Those that the group changed or removed. */
  touched(): PlannedMemory[] {
    return [...this.byId.values()].filter((memory) => memory.row !== null || memory.removed);
  }

  withId(id: string): PlannedMemory | undefined {
    return this.byId.get(id);
  }

  /** Those that have the key: several where who stored one did not see the others. */
  allWithKey(namespace: string, key: string): PlannedMemory[] {
    return [...(this.byKey.get(keyOf(namespace, key)) ?? [])];
  }

  /** Of those with the key that are seen, the one of the same user and agent, else the oldest. */
  withKey(
    { namespace, key }: { readonly namespace: string; readonly key: string },
    visibility: Visibility | undefined,
    owner?: Ownership,
  ): PlannedMemory | undefined {
    const seen = this.allWithKey(namespace, key).filter((memory) => isVisible(visibility, memory));
    return seen.find((memory) => owner && isOf(memory, owner)) ?? oldestOf(seen);
  }

  /** Changes can make several memories alike: the oldest is the one that duplicates meet. */
  likeState({ duplicateDigest, formerDigest }: MemoryState): PlannedMemory | undefined {
    return oldestOf(
      [duplicateDigest, formerDigest].flatMap((digest) =>
        digest === null ? [] : [...(this.byDuplicate.get(digest) ?? [])],
      ),
    );
  }

  enter(memory: PlannedMemory): void {
    this.byId.set(memory.id, memory);
    const { namespace, key, duplicateDigest } = memory;
    if (key !== null) addTo(this.byKey, keyOf(namespace, key), memory);
    if (duplicateDigest !== null) addTo(this.byDuplicate, duplicateDigest, memory);
  }

  /** Takes a memory out of the look-ups by key and likeness, before these change or it goes. */
  leave(memory: PlannedMemory): void {
    const { namespace, key, duplicateDigest } = memory;
    if (key !== null) this.byKey.get(keyOf(namespace, key))?.delete(memory);
    if (duplicateDigest !== null) this.byDuplicate.get(duplicateDigest)?.delete(memory);
  }
}

/** Whether two have the same user and the same agent. */
export function isOf(memory: Ownership, owner: Ownership): boolean {
  return memory.userId === owner.userId && memory.agentId === owner.agentId;
}

/** Whether a state says of a memory what it says already. */
export function isSame(memory: PlannedMemory, state: MemoryState): boolean {
  const { duplicateDigest, formerDigest, stateDigest } = state;
  const saysTheSame =
    memory.duplicateDigest === duplicateDigest ||
    (formerDigest !== null && memory.duplicateDigest === formerDigest);
  return saysTheSame && memory.stateDigest === stateDigest;
}

function oldestOf(memories: readonly PlannedMemory[]): PlannedMemory | undefined {
  let oldest: PlannedMemory | undefined;
  for (const memory of memories) if (!oldest || memory.arrival < oldest.arrival) oldest = memory;
  return oldest;
}

function addTo(memories: Map<string, Set<PlannedMemory>>, name: string, memory: PlannedMemory): void {
  const named = memories.get(name);
  if (named) named.add(memory);
  else memories.set(name, new Set([memory]));
}

function keyOf(namespace: string, key: string): string {
  return `${namespace}\u0000${key}`;
}
