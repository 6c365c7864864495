import type { NamespaceStore } from '../index/namespace-store';
import { hashMetadata, hashTag } from '../index/pair-hash';
import type { RecallFilter } from './rank-query';
import type { Scope } from '../index/scope-table';

/** 1 for every selected document, indexed by its number; may be longer than there are documents. */
export type Selection = Uint8Array;

/** The documents that are there. */
export function selectLive(store: NamespaceStore): Selection {
  return store.documents.live.values;
}

/** Those of the documents that are there which meet every given condition. */
export function selectMatching(filter: RecallFilter, store: NamespaceStore): Selection {
  const conditions = [
    ...scopeConditions(filter, store),
    ...otherConditions(filter, store),
    ...pairConditions(filter, store),
    ...arrivalConditions(filter, store),
  ];
  const narrowed = selectLive(store).slice(0, store.documentCount);
  for (const holds of conditions) {
    for (let document = 0; document < narrowed.length; document++) {
      if (narrowed[document] === 1 && !holds(document)) narrowed[document] = 0;
    }
  }
  return narrowed;
}

type Condition = (document: number) => boolean;

function scopeConditions(filter: RecallFilter, { scopes, documents }: NamespaceStore): Condition[] {
  const { userId, agentId, sessionId } = filter;
  if (userId === undefined && agentId === undefined && sessionId === undefined) return [];
  const admits = (scope: Scope) =>
    (userId === undefined || scope.userId === userId) &&
    (agentId === undefined || scope.agentId === agentId) &&
    (sessionId === undefined || scope.sessionId === sessionId);
  const admitted = Array.from({ length: scopes.count }, (_, number) => admits(scopes.scope(number)));
  return [(document) => admitted[documents.scope.values[document]!]!];
}

function pairConditions(filter: RecallFilter, { documents }: NamespaceStore): Condition[] {
  const wanted = [
    ...(filter.tags ?? []).map(hashTag),
    ...(filter.metadata ?? []).map(([path, value]) => hashMetadata(path, value)),
  ];
  return wanted.map((hash) => (document) => documents.hasPair(document, hash));
}

function arrivalConditions({ arrivals }: RecallFilter, { documents }: NamespaceStore): Condition[] {
  if (arrivals === undefined) return [];
  const admitted = new Set(arrivals);
  return [(document) => admitted.has(documents.arrival.values[document]!)];
}

function otherConditions(filter: RecallFilter, { memoryTypes, documents }: NamespaceStore): Condition[] {
  const conditions: Condition[] = [];
  const { memoryTypes: types, occurredAfter, occurredBefore } = filter;
  if (types !== undefined && types.length > 0) {
    const admitted = new Set(types.map((type) => memoryTypes.find(type)));
    conditions.push((document) => admitted.has(documents.memoryType.values[document]));
  }
  // Times of writes are finer than the milliseconds that callers see and send.
  const time = (document: number) => Math.floor(documents.time(document));
  if (occurredAfter !== undefined) conditions.push((document) => time(document) >= occurredAfter);
  if (occurredBefore !== undefined) conditions.push((document) => time(document) <= occurredBefore);
  return conditions;
}
