import type { NamespaceStore } from './namespace-store';
import { hashMetadata, hashTag } from './pair-hash';
import type { RecallFilter } from './rank-query';
import type { Scope } from './scope-table';
import { LIVE } from './turn-columns';

/** 1 for every selected turn, indexed by its number. */
export type Selection = Uint8Array;

/** The turns that are there and meet every given condition. */
export function selectTurns(store: NamespaceStore, ...filters: (RecallFilter | undefined)[]): Selection {
  const conditions = filters.flatMap((filter) => (filter === undefined ? [] : conditionsOf(filter, store)));
  const selection = new Uint8Array(store.turnCount);
  const marks = store.turns.marks.values;
  for (let turn = 0; turn < selection.length; turn++) {
    if ((marks[turn]! & LIVE) !== 0 && conditions.every((holds) => holds(turn))) selection[turn] = 1;
  }
  return selection;
}

type Condition = (turn: number) => boolean;

function conditionsOf(filter: RecallFilter, store: NamespaceStore): Condition[] {
  return [
    ...scopeConditions(filter, store),
    ...pairConditions(filter, store),
    ...otherConditions(filter, store),
  ];
}

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
  if (wanted.length === 0) return [];
  return [
    (turn) => {
      const pairs = turns.pairsOf(turn);
      return wanted.every((hash) => pairs.includes(hash));
    },
  ];
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
