import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import { activation, type Explanation, type RankedMemory } from '@somabrain/retrieval';
import { followLinks } from './follow-links';

/** Hits whose links are followed, the best. */
const PASSING_ON = 10;
/** Links of each of them that are followed, the heaviest. */
const LINKS_EACH = 20;
const NOTHING: Explanation = { lexical: 0, dense: 0, hints: {}, importance: 0, recency: 0, feedback: 0 };

/** A hit, or a memory that is one by its links only: then its version and place of arrival were not looked at. */
export interface ActivatedMemory extends Omit<RankedMemory, 'version' | 'arrival'> {
  readonly version: number | null;
  readonly arrival: number | null;
  /** What links added to the score. */
  readonly linked?: number;
}

/**
 * Hits with what links to the best of them add to their scores, and the memories that they lead to, best first. One statement.
 * @param weight what is passed on of a score; @throws Problem DATABASE_UNAVAILABLE
 */
export async function activateHits(
  database: Database,
  viewer: Viewer,
  hits: readonly RankedMemory[],
  weight: number,
  explain: boolean,
): Promise<readonly ActivatedMemory[]> {
  const best = hits.slice(0, PASSING_ON);
  const links = await followLinks(database, viewer, {
    ids: best.map(({ id }) => id),
    direction: 'both',
    types: null,
    each: LINKS_EACH,
  });
  const edges = links.flatMap(({ sourceId, targetId, weight: linkWeight }) =>
    targetId === null ? [] : { from: sourceId, to: targetId, weight: linkWeight },
  );
  const gains = activation(new Map(best.map(({ id, score }) => [id, score])), edges, weight);
  if (gains.size === 0) return hits;
  const known = new Set(hits.map(({ id }) => id));
  const reached = [...gains].flatMap(([id, linked]): ActivatedMemory[] =>
    known.has(id)
      ? []
      : [{ ...passedOn(linked, best[0]!), id, linked, ...(explain && { explanation: NOTHING }) }],
  );
  const lifted = hits.map((hit): ActivatedMemory => {
    const linked = gains.get(hit.id) ?? 0;
    return { ...hit, score: hit.score + linked, linked };
  });
  return [...lifted, ...reached].sort((one, other) => other.score - one.score);
}

/** What a memory is worth that only links led to: of the relevance of the best hit the same share as of its score. */
function passedOn(linked: number, { score, relevance }: RankedMemory) {
  return { version: null, arrival: null, score: linked, relevance: relevance * Math.min(1, linked / score) };
}
