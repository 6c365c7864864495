import type { RankingAssets } from '../ranking/ranking-assets';
import { QuestionTerms } from './question-terms';
import { cutBefore, sentenceSpans, type Span } from './sentences';

/** A run of sentences of a text, and the one of them that answers the question best. */
export interface Passage extends Span {
  readonly matched: Span;
}

/** What stands between passages that do not follow each other. */
export const GAP = ' … ';
/** A sentence counts as an answer, too, from this part of the best one's score on. */
const AS_GOOD = 0.5;
/** Sentences that are compared by meaning where no word of the question is in the text: each costs some 20 µs. */
const MOST_ENCODED = 1_000;

/**
 * The passages of a text that answer a question best, in the order of the text: the best sentences, then what stands around the best of them.
 * @param characters that all passages and the gaps between them take together at most; at least 1
 */
export function choosePassages(
  assets: Pick<RankingAssets, 'analyser' | 'thesaurus' | 'encoder'>,
  question: string,
  text: string,
  characters: number,
): Passage[] {
  const sentences = sentenceSpans(text);
  if (sentences.length === 0) return [];
  const scores = sentenceScores(assets, question, text, sentences);
  const order = [...sentences.keys()].sort((one, other) => scores[other]! - scores[one]! || one - other);
  const best = order[0]!;
  const room = new Room(sentences, characters);
  if (!room.take(best)) return [startOf(text, sentences[best]!, characters)];
  for (const place of order.slice(1)) {
    if (scores[place]! <= 0 || scores[place]! < AS_GOOD * scores[best]!) break;
    room.take(place);
  }
  room.fillAround(best);
  return room.passages(scores);
}

/** The text of passages, with a gap where something is left out. */
export function excerptOf(text: string, passages: readonly Span[]): string {
  return passages.map(({ start, end }) => text.slice(start, end)).join(GAP);
}

/** Sum over the question's terms in a sentence of ln(1 + (n − df + ½) / (df + ½)), n and df counted in sentences of the text (BM25's weight). */
function sentenceScores(
  assets: Pick<RankingAssets, 'analyser' | 'thesaurus' | 'encoder'>,
  question: string,
  text: string,
  sentences: readonly Span[],
): readonly number[] {
  const terms = new QuestionTerms(assets, question);
  const met = sentences.map(({ start, end }) => terms.metBy(text.slice(start, end)));
  const counts = new Float64Array(terms.size);
  for (const each of met) for (const place of each.keys()) counts[place]! += 1;
  const weights = counts.map((count) => Math.log(1 + (sentences.length - count + 0.5) / (count + 0.5)));
  if (counts.some((count) => count > 0))
    return met.map((each) => [...each].reduce((sum, [place, share]) => sum + share * weights[place]!, 0));
  return meaningScores(assets, question, text, sentences);
}

function meaningScores(
  { encoder }: Pick<RankingAssets, 'encoder'>,
  question: string,
  text: string,
  sentences: readonly Span[],
): readonly number[] {
  const wanted = encoder.encode(question);
  return sentences.map(({ start, end }, place) => {
    if (place >= MOST_ENCODED) return 0;
    const vector = encoder.encode(text.slice(start, end));
    return vector.reduce((sum, component, index) => sum + component * wanted[index]!, 0);
  });
}

function startOf(text: string, { start }: Span, characters: number): Passage {
  const end = cutBefore(text, start, start + characters);
  return { start, end, matched: { start, end } };
}

/** Sentences that are taken into an excerpt of bounded length. */
class Room {
  private readonly taken = new Set<number>();
  private left: number;

  constructor(
    private readonly sentences: readonly Span[],
    characters: number,
  ) {
    this.left = characters;
  }

  /** @returns whether there was room */
  take(place: number): boolean {
    const sentence = this.sentences[place];
    if (!sentence || this.taken.has(place)) return false;
    const cost = sentence.end - sentence.start + (this.taken.size > 0 ? GAP.length : 0);
    if (cost > this.left) return false;
    this.left -= cost;
    this.taken.add(place);
    return true;
  }

  /** Takes what follows a sentence and what stands before it, in turn, as long as there is room. */
  fillAround(place: number): void {
    let [before, after] = [place - 1, place + 1];
    for (let grows = true; grows;) {
      grows = false;
      for (; this.taken.has(after); after += 1);
      if (this.take(after)) grows = true;
      for (; this.taken.has(before); before -= 1);
      if (this.take(before)) grows = true;
    }
  }

  /** Whether no more space than a gap stands before a sentence. */
  private isNear(place: number): boolean {
    return this.sentences[place]!.start - this.sentences[place - 1]!.end <= GAP.length;
  }

  /** Runs of neighbours as passages, in the order of the text. */
  passages(scores: readonly number[]): Passage[] {
    const runs: number[][] = [];
    for (const place of [...this.taken].sort((one, other) => one - other)) {
      const run = runs.at(-1);
      if (run?.at(-1) === place - 1 && this.isNear(place)) run.push(place);
      else runs.push([place]);
    }
    return runs.map((run) => {
      const best = run.reduce((one, other) => (scores[other]! > scores[one]! ? other : one));
      const [first, last] = [this.sentences[run[0]!]!, this.sentences[run.at(-1)!]!];
      return { start: first.start, end: last.end, matched: this.sentences[best]! };
    });
  }
}
