import type { Retrieved, RetrievedCandidate } from '@somabrain/cognition';
import { originalFields } from './original-memory';
import { toPayload } from './original-recall';

/** What `POST /rag/retrieve` found, in the form of the original: whole texts in flat payloads. */
export function toOriginalRetrieval(
  { candidates, degraded }: Retrieved,
  tenant: string,
  coordinate: string | null,
) {
  return {
    candidates: candidates.map((candidate) => toOriginalCandidate(candidate, tenant)),
    session_coord: coordinate,
    degraded: [...degraded],
  };
}

function toOriginalCandidate({ memory, score, retriever }: RetrievedCandidate, tenant: string) {
  const { id, key, coordinate } = originalFields(memory, tenant);
  return { id, coord: coordinate, key, score, retriever, payload: toPayload(memory, tenant) };
}
