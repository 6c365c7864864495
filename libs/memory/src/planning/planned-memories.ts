import { isVisible, type Ownership, type Visibility } from '@somabrain/kernel';
import type { NamedAddress } from '../links/link';
import { isExactly, isInScope, type KeyScope } from './key-scope';
import { digestsOf, type MemoryState } from './memory-state';
import type { MemoryRow, StoredMemory } from './tenant-plan';

/** Memories with one key that a look-up reads in a scope which leaves the user or the agent open: more of them mean none more than another. */
export const MOST_LOOKED_UP = 3;

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

/** The memories that the writes of a group touch, of one tenant: found by id, by key, and by what a duplicate has in common. */
export class PlannedMemories {
  private readonly byId = new Map<string, PlannedMemory>();
  private readonly byKey = new Map<string, Set<PlannedMemory>>();
  private readonly byDuplicate = new Map<string, Set<PlannedMemory>>();
  private readonly storedByKey = new Map<string, StoredMemory[]>();

  constructor(stored: readonly StoredMemory[]) {
    for (const memory of stored) {
      const { namespace, key } = memory;
      if (key !== null) this.note(keyOf(namespace, key), memory);
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

  /**
   * The memory that a key means: of those in the scope that are seen and not expired, the one of no user and agent but those named, else the
   * only one, else the only one without a user. Of several of which none is meant more than the others, none.
   */
  withKey(
    { namespace, key }: NamedAddress,
    scope: KeyScope,
    visibility: Visibility | undefined,
  ): PlannedMemory | undefined {
    const found = this.inScope({ namespace, key }, scope, visibility);
    const exact = found.find((memory) => isExactly(scope, memory));
    if (exact || this.isCrowded({ namespace, key }, scope)) return exact;
    return onlyOf(found) ?? onlyOf(found.filter(({ userId }) => userId === null));
  }

  /** Those that have the key, are in the scope, seen, and not expired. */
  inScope(
    { namespace, key }: NamedAddress,
    scope: KeyScope,
    visibility: Visibility | undefined,
  ): PlannedMemory[] {
    return this.allWithKey(namespace, key).filter(
      (memory) => !memory.expired && isInScope(scope, memory) && isVisible(visibility, memory),
    );
  }

  /** Whether so many stored memories have the key that some of them may not have been looked up. */
  private isCrowded({ namespace, key }: NamedAddress, scope: KeyScope): boolean {
    const stored = this.storedByKey.get(keyOf(namespace, key)) ?? [];
    return stored.filter((memory) => isInScope(scope, memory)).length >= MOST_LOOKED_UP;
  }

  /** Changes can make several memories alike: the oldest is the one that duplicates meet. */
  likeState(state: MemoryState): PlannedMemory | undefined {
    return oldestOf(digestsOf(state).flatMap((digest) => [...(this.byDuplicate.get(digest) ?? [])]));
  }

  private note(name: string, memory: StoredMemory): void {
    const named = this.storedByKey.get(name);
    if (named) named.push(memory);
    else this.storedByKey.set(name, [memory]);
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
export function isSame(
  memory: Pick<PlannedMemory, 'duplicateDigest' | 'stateDigest'>,
  state: MemoryState,
): boolean {
  const { duplicateDigest, formerDigest, stateDigest } = state;
  const saysTheSame =
    memory.duplicateDigest === duplicateDigest ||
    (formerDigest !== null && memory.duplicateDigest === formerDigest);
  return saysTheSame && memory.stateDigest === stateDigest;
}

function onlyOf(memories: readonly PlannedMemory[]): PlannedMemory | undefined {
  return memories.length === 1 ? memories[0] : undefined;
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
