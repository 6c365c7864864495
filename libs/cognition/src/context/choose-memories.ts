import type { UtilityWeights } from '../adaptation/adaptation-state';
import { type WordCounts, wordOverlap } from './word-overlap';

/** What says so much of the same in the same words counts as a repetition. */
const REPETITION = 0.9;
/** Characters whose place in a prompt costs mu, and memories that cost nu. */
const LENGTH_SCALE = 1_024;
const COUNT_SCALE = 10;

/** A memory that may go into a prompt. */
export interface ContextCandidate {
  /** Relative to the best, 0 to 1. */
  readonly weight: number;
  /** Characters that it takes in the prompt. */
  readonly length: number;
  /** Tokens that these are. */
  readonly tokens: number;
  readonly words: WordCounts;
}

export interface ContextBounds {
  readonly memories: number;
  readonly tokens: number;
}

/** The value of a memory for a prompt: lambda × weight × what it says newly − mu × length/1024 − nu/10. */
export function gainOf(
  { weight, length }: Pick<ContextCandidate, 'weight' | 'length'>,
  redundancy: number,
  { lambda, mu, nu }: UtilityWeights,
): number {
  return lambda * weight * (1 - redundancy) - (mu * length) / LENGTH_SCALE - nu / COUNT_SCALE;
}

/**
 * Selects memories one after the other by their value for the prompt so far, as long as it is positive and there is room (maximal marginal
 * relevance, Carbonell and Goldstein 1998). Repetitions are left out; the first memory that fits is taken at any cost.
 * @returns their places among the candidates, in the order of choice, the utility of all together, and the places of those that had no room
 */
export function chooseMemories(
  candidates: readonly ContextCandidate[],
  utility: UtilityWeights,
  bounds: ContextBounds,
): { readonly chosen: number[]; readonly utility: number; readonly crowded: number[] } {
  const redundancy = candidates.map(() => 0);
  const left = new Set(candidates.keys());
  const chosen: number[] = [];
  let [room, total] = [bounds.tokens, 0];
  const crowded = new Set<number>();
  while (chosen.length < bounds.memories) {
    const gain = (place: number): number => gainOf(candidates[place]!, redundancy[place]!, utility);
    for (const place of left) {
      if (redundancy[place]! < REPETITION && candidates[place]!.tokens <= room) continue;
      left.delete(place);
      if (redundancy[place]! < REPETITION) crowded.add(place);
    }
    const [best] = [...left].sort((one, other) => gain(other) - gain(one) || one - other);
    if (best === undefined || (chosen.length > 0 && gain(best) <= 0)) break;
    const { tokens, words } = candidates[best]!;
    chosen.push(best);
    left.delete(best);
    room -= tokens;
    total += gain(best);
    for (const place of left)
      redundancy[place] = Math.max(redundancy[place]!, wordOverlap(words, candidates[place]!.words));
  }
  return { chosen, utility: total, crowded: [...crowded] };
}

/** Share of texts that say what one before them says. */
export function repeatedShare(texts: readonly WordCounts[]): number {
  const repeated = texts.filter((words, place) =>
    texts.slice(0, place).some((before) => wordOverlap(before, words) >= REPETITION),
  );
  return texts.length === 0 ? 0 : repeated.length / texts.length;
}
