import { isVisible, type Ownership, type Visibility } from '@somabrain/kernel';
import type { NamedAddress } from '../links/link';
import { isExactly, isInScope, type KeyScope } from './key-scope';
import { digestsOf, type MemoryState } from './memory-state';
import type { MemoryRow, StoredMemory } from './tenant-plan';

/** The most memories with one key that a look-up reads in a scope without user or agent. Among more of them the key is ambiguous. */
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

  /** The memories that the group changed or removed. */
  touched(): PlannedMemory[] {
    return [...this.byId.values()].filter((memory) => memory.row !== null || memory.removed);
  }

  /** The memory of this id, as the group has left it so far. */
  withId(id: string): PlannedMemory | undefined {
    return this.byId.get(id);
  }

  /** The memories with the key: several if the caller that stored one did not see the others. */
  allWithKey(namespace: string, key: string): PlannedMemory[] {
    return [...(this.byKey.get(keyOf(namespace, key)) ?? [])];
  }

  /**
   * The memory that a key means, among the visible memories of the scope that have not expired: the one with exactly the named user and
   * agent, else the only one, else the only one without a user. If the key is ambiguous: none.
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

  /** The memories with the key that are in the scope, visible, and not expired. */
  inScope(
    { namespace, key }: NamedAddress,
    scope: KeyScope,
    visibility: Visibility | undefined,
  ): PlannedMemory[] {
    return this.allWithKey(namespace, key).filter(
      (memory) => !memory.expired && isInScope(scope, memory) && isVisible(visibility, memory),
    );
  }

  /** Whether more stored memories may have the key than were looked up. */
  private isCrowded({ namespace, key }: NamedAddress, scope: KeyScope): boolean {
    const stored = this.storedByKey.get(keyOf(namespace, key)) ?? [];
    return stored.filter((memory) => isInScope(scope, memory)).length >= MOST_LOOKED_UP;
  }

  /** The memory that a state duplicates. Changes can make several memories alike; then it is the oldest. */
  likeState(state: MemoryState): PlannedMemory | undefined {
    return oldestOf(digestsOf(state).flatMap((digest) => [...(this.byDuplicate.get(digest) ?? [])]));
  }

  private note(name: string, memory: StoredMemory): void {
    const named = this.storedByKey.get(name);
    if (named) named.push(memory);
    else this.storedByKey.set(name, [memory]);
  }

  /** Adds a memory to the look-ups. */
  enter(memory: PlannedMemory): void {
    this.byId.set(memory.id, memory);
    const { namespace, key, duplicateDigest } = memory;
    if (key !== null) addTo(this.byKey, keyOf(namespace, key), memory);
    if (duplicateDigest !== null) addTo(this.byDuplicate, duplicateDigest, memory);
  }

  /** Takes a memory out of the look-ups by key and by duplicate, before these change or it is removed. */
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

/** Whether a state changes nothing of a memory. */
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
