import type { NamespaceStore } from './namespace-store';
import { hashMetadata, hashTag } from './pair-hash';
import type { RecallFilter } from './rank-query';
import type { Scope } from './scope-table';

/** 1 for every selected turn, indexed by its number; may be longer than there are turns. */
export type Selection = Uint8Array;

/** The turns that are there. */
export function selectLive(store: NamespaceStore): Selection {
  return store.turns.live.values;
}

/** Those of the turns that are there which meet every given condition. */
export function selectMatching(filter: RecallFilter, store: NamespaceStore): Selection {
  const conditions = [
    ...scopeConditions(filter, store),
    ...otherConditions(filter, store),
    ...pairConditions(filter, store),
  ];
  const narrowed = selectLive(store).slice(0, store.turnCount);
  for (const holds of conditions) {
    for (let turn = 0; turn < narrowed.length; turn++) {
      if (narrowed[turn] === 1 && !holds(turn)) narrowed[turn] = 0;
    }
  }
  return narrowed;
}

type Condition = (turn: number) => boolean;

function scopeConditions(filter: RecallFilter, { scopes, turns }: NamespaceStore): Condition[] {
  const { userId, agentId, sessionId } = filter;
  if (userId === undefined && agentId === undefined && sessionId === undefined) return [];
  const admits = (scope: Scope) =>
    (userId === undefined || scope.userId === userId) &&
    (agentId === undefined || scope.agentId === agentId) &&
    (sessionId === undefined || scope.sessionId === sessionId);
  const admitted = Array.from({ length: scopes.count }, (_, number) => admits(scopes.scope(number)));
  return [(turn) => admitted[turns.scope.values[turn]!]!];
}

function pairConditions(filter: RecallFilter, { turns }: NamespaceStore): Condition[] {
  const wanted = [
    ...(filter.tags ?? []).map(hashTag),
    ...Object.entries(filter.metadata ?? {}).map(([key, value]) => hashMetadata(key, value)),
  ];
  return wanted.map((hash) => (turn) => turns.hasPair(turn, hash));
}

function otherConditions(filter: RecallFilter, { memoryTypes, turns }: NamespaceStore): Condition[] {
  const conditions: Condition[] = [];
  const { memoryTypes: types, occurredAfter, occurredBefore } = filter;
  if (types !== undefined && types.length > 0) {
    const admitted = new Set(types.map((type) => memoryTypes.find(type)));
    conditions.push((turn) => admitted.has(turns.memoryType.values[turn]));
  }
  if (occurredAfter !== undefined) conditions.push((turn) => turns.time(turn) >= occurredAfter);
  if (occurredBefore !== undefined) conditions.push((turn) => turns.time(turn) <= occurredBefore);
  return conditions;
}
