import type { MemoryState } from './memory-state';
import type { MemoryRow, StoredMemory } from './tenant-plan';

/** A memory while the group is folded. */
export interface Folded {
  readonly id: string;
  readonly createdAt: number;
  readonly arrival: number;
  readonly nonce: Buffer;
  readonly stored: boolean;
  readonly replaced: MemoryRow[];
  namespace: string;
  key: string | null;
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
export class FoldedMemories {
  private readonly byId = new Map<string, Folded>();
  private readonly byKey = new Map<string, Folded>();
  private readonly byDuplicate = new Map<string, Set<Folded>>();

  constructor(stored: readonly StoredMemory[]) {
    for (const memory of stored) {
      this.enter({ ...memory, stored: true, replaced: [], row: null, removed: false });
    }
  }

  /** Those that the group changed or removed. */
  touched(): Folded[] {
    return [...this.byId.values()].filter((memory) => memory.row !== null || memory.removed);
  }

  withId(id: string): Folded | undefined {
    return this.byId.get(id);
  }

  withKey(namespace: string, key: string): Folded | undefined {
    return this.byKey.get(keyOf(namespace, key));
  }

  /** Changes can make several memories alike: the oldest is the one that duplicates meet. */
  withDuplicateDigest(digest: string): Folded | undefined {
    let oldest: Folded | undefined;
    for (const memory of this.byDuplicate.get(digest) ?? []) {
      if (!oldest || memory.arrival < oldest.arrival) oldest = memory;
    }
    return oldest;
  }

  enter(memory: Folded): void {
    this.byId.set(memory.id, memory);
    const { namespace, key, duplicateDigest } = memory;
    if (key !== null) this.byKey.set(keyOf(namespace, key), memory);
    if (duplicateDigest === null) return;
    const alike = this.byDuplicate.get(duplicateDigest);
    if (alike) alike.add(memory);
    else this.byDuplicate.set(duplicateDigest, new Set([memory]));
  }

  /** Takes a memory out of the look-ups by key and likeness, before these change or it goes. */
  leave(memory: Folded): void {
    const { namespace, key, duplicateDigest } = memory;
    if (key !== null) this.byKey.delete(keyOf(namespace, key));
    if (duplicateDigest !== null) this.byDuplicate.get(duplicateDigest)?.delete(memory);
  }
}

function keyOf(namespace: string, key: string): string {
  return `${namespace}\u0000${key}`;
}
