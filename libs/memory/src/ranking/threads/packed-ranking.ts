import type { RankedMemory } from '@somabrain/retrieval';
import type { Ranked } from '../ranking-engine';

/** What few hits have. */
type Additional = Omit<RankedMemory, 'id' | 'version' | 'arrival' | 'score' | 'relevance'>;

const NUMBERS_EACH = 4;
/** Not part of an id. */
const SEPARATOR = ' ';

/** A ranking as it goes from thread to thread: to copy fifty objects takes ten times as long as to copy their columns. */
export interface PackedRanking extends Omit<Ranked, 'hits'> {
  readonly ids: string;
  /** Version, place of arrival, score and relevance of each hit. */
  readonly numbers: Float64Array;
  /** Places of the hits that have more, and what. */
  readonly additional: readonly (readonly [place: number, Additional])[];
}

export function packRanking({ hits, ...ranked }: Ranked): PackedRanking {
  const numbers = new Float64Array(NUMBERS_EACH * hits.length);
  const additional: [number, Additional][] = [];
  const ids = hits.map(({ id, version, arrival, score, relevance, ...more }, place) => {
    numbers.set([version, arrival, score, relevance], NUMBERS_EACH * place);
    if (Object.keys(more).length > 0) additional.push([place, more]);
    return id;
  });
  return { ...ranked, ids: ids.join(SEPARATOR), numbers, additional };
}

export function unpackRanking({ ids, numbers, additional, ...ranked }: PackedRanking): Ranked {
  const more = new Map(additional);
  const known = numbers.length === 0 ? [] : ids.split(SEPARATOR);
  const hits = known.map((id, place): RankedMemory => {
    const first = NUMBERS_EACH * place;
    return {
      id,
      version: numbers[first]!,
      arrival: numbers[first + 1]!,
      score: numbers[first + 2]!,
      relevance: numbers[first + 3]!,
      ...more.get(place),
    };
  });
  return { ...ranked, hits };
}
