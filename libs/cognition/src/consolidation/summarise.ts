import { STOP_WORDS } from './stop-words';

/** A turn of an episode. */
export interface Turn {
  readonly id: string;
  readonly speaker: string | null;
  readonly content: string;
}

/** The sentences of an episode that say most of it, in its order. */
export interface Summary {
  readonly content: string;
  /** The turns that sentences are taken from. */
  readonly sources: readonly string[];
}

interface Candidate {
  readonly turn: Turn;
  readonly place: number;
  readonly sentence: string;
  readonly words: readonly string[];
}

const SENTENCE = /[^.!?\n]+[.!?]*/gu;
const WORD = /[\p{L}\p{M}\d]+(?:['’][\p{L}]+)?/gu;
const LEAST_WORDS = 3;
const LONGEST_SENTENCE = 300;
const TURNS_A_SENTENCE = 6;
const MOST_SENTENCES = 5;
/** What a word counts for the next sentence after one that has it was chosen. */
const SAID_ONCE = 0.4;

/**
 * An extractive summary: sentences as they were said, chosen one after the other by how frequent their words are in the episode, where the words of
 * what is chosen already count less (after SumBasic, Nenkova and Vanderwende 2005, which squares: too much for episodes of a few turns). Questions and remarks of a few words are left out. Null where nothing is left.
 * @param turns in their order
 */
export function summarise(turns: readonly Turn[]): Summary | null {
  const candidates = turns.flatMap(sentencesOf);
  const weights = frequencies(candidates);
  const wanted = Math.min(MOST_SENTENCES, Math.ceil(turns.length / TURNS_A_SENTENCE));
  const chosen: Candidate[] = [];
  while (chosen.length < wanted) {
    const left = candidates.filter((candidate) => !chosen.includes(candidate));
    const best = bestOf(left, weights);
    if (!best) break;
    chosen.push(best);
    for (const word of new Set(best.words)) weights.set(word, (weights.get(word) ?? 0) * SAID_ONCE);
  }
  if (chosen.length === 0) return null;
  chosen.sort((a, b) => a.place - b.place);
  return {
    content: chosen
      .map(({ turn, sentence }) => (turn.speaker ? `${turn.speaker}: ${sentence}` : sentence))
      .join('\n'),
    sources: [...new Set(chosen.map(({ turn }) => turn.id))],
  };
}

function sentencesOf(turn: Turn, at: number): Candidate[] {
  const sentences = (turn.content.match(SENTENCE) ?? []).map((sentence) => sentence.trim());
  return sentences.flatMap((sentence, index) => {
    const words = contentWords(sentence);
    const fit = words.length >= LEAST_WORDS && sentence.length <= LONGEST_SENTENCE && !sentence.endsWith('?');
    return fit ? [{ turn, place: at + index / (sentences.length + 1), sentence, words }] : [];
  });
}

function contentWords(sentence: string): string[] {
  const words = sentence.toLowerCase().normalize('NFKC').match(WORD) ?? [];
  return words.filter((word) => word.length > 1 && !STOP_WORDS.has(word.replace(/['’].*$/u, '')));
}

/** The share that each word has of all words. */
function frequencies(candidates: readonly Candidate[]): Map<string, number> {
  const counts = new Map<string, number>();
  let all = 0;
  for (const { words } of candidates) {
    for (const word of words) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      all += 1;
    }
  }
  return new Map([...counts].map(([word, count]) => [word, count / all]));
}

/** The sentence whose words are the most frequent on average; of equals the first. */
function bestOf(candidates: readonly Candidate[], weights: ReadonlyMap<string, number>): Candidate | null {
  let best: Candidate | null = null;
  let highest = 0;
  for (const candidate of candidates) {
    const sum = candidate.words.reduce((total, word) => total + (weights.get(word) ?? 0), 0);
    const weight = sum / candidate.words.length;
    if (weight > highest) [best, highest] = [candidate, weight];
  }
  return best;
}
