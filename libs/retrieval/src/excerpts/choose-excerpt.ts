import type { RankingAssets } from '../ranking/ranking-assets';
import { QuestionTerms } from './question-terms';
import { cutBefore, finished, sentenceSteps, type Span } from './sentences';

/** A run of sentences of a text, and the one of them that answers the question best. */
export interface Passage extends Span {
  readonly matched: Span;
}

/** The separator of passages that do not follow each other. */
const GAP = ' … ';
/** A sentence counts as a further answer from this share of the best score on. */
const AS_GOOD = 0.5;
/** Sentences that are compared by meaning where no word of the question is in the text: each costs some 20 µs. */
const MOST_ENCODED = 1_000;
/** Sentences that are compared in one step. */
const COMPARED_AT_ONCE = 100;
/** Answers that are sorted: more than an excerpt has room for. */
const MOST_ORDERED = 5_000;
const NONE_MET: ReadonlyMap<number, number> = new Map();

/**
 * The passages of a text that answer a question best, in the order of the text: the best sentences, then the sentences around the best one.
 * @param characters the most that all passages and the gaps between them take together; at least 1
 */
export function choosePassages(
  assets: Pick<RankingAssets, 'analyser' | 'thesaurus' | 'encoder'>,
  question: string,
  text: string,
  characters: number,
): Passage[] {
  return finished(passageSteps(assets, question, text, characters));
}

/** The same in steps of some milliseconds, so that a caller can yield in between. */
export function* passageSteps(
  assets: Pick<RankingAssets, 'analyser' | 'thesaurus' | 'encoder'>,
  question: string,
  text: string,
  characters: number,
): Generator<void, Passage[]> {
  const sentences = yield* sentenceSteps(text);
  if (sentences.length === 0) return [];
  const scores = yield* sentenceScores(assets, question, text, sentences);
  const [best, ...others] = answersAmong(scores);
  const room = new Room(sentences, characters);
  if (!room.take(best)) return [startOf(text, sentences[best]!, characters)];
  for (const place of others) room.take(place);
  room.fillAround(best);
  return room.passages(scores);
}

/** The places of the sentences that answer, the best first; at least that one. */
function answersAmong(scores: readonly number[]): [number, ...number[]] {
  let best = 0;
  for (let place = 1; place < scores.length; place += 1) if (scores[place]! > scores[best]!) best = place;
  const least = AS_GOOD * scores[best]!;
  const others: number[] = [];
  for (let place = 0; place < scores.length && others.length < MOST_ORDERED; place += 1)
    if (place !== best && scores[place]! > 0 && scores[place]! >= least) others.push(place);
  others.sort((one, other) => scores[other]! - scores[one]! || one - other);
  return [best, ...others];
}

/** The text of passages, with a gap where something is left out. */
export function excerptOf(text: string, passages: readonly Span[]): string {
  return passages.map(({ start, end }) => text.slice(start, end)).join(GAP);
}

/** Sum over the question's terms in a sentence of ln(1 + (n − df + ½) / (df + ½)), n and df counted in sentences of the text (BM25's weight). */
function* sentenceScores(
  assets: Pick<RankingAssets, 'analyser' | 'thesaurus' | 'encoder'>,
  question: string,
  text: string,
  sentences: readonly Span[],
): Generator<void, readonly number[]> {
  const terms = new QuestionTerms(assets, question);
  const met: ReadonlyMap<number, number>[] = [];
  for (const { start, end } of sentences) {
    const each = terms.metBy(text.slice(start, end));
    // A long text has many sentences that say nothing of it.
    met.push(each.size === 0 ? NONE_MET : each);
    if (met.length % COMPARED_AT_ONCE === 0) yield;
  }
  const counts = new Float64Array(terms.size);
  for (const each of met) for (const place of each.keys()) counts[place]! += 1;
  const weights = counts.map((count) => Math.log(1 + (sentences.length - count + 0.5) / (count + 0.5)));
  if (counts.some((count) => count > 0))
    return met.map((each) => {
      let score = 0;
      for (const [place, share] of each) score += share * weights[place]!;
      return score;
    });
  return yield* meaningScores(assets, question, text, sentences);
}

function* meaningScores(
  { encoder }: Pick<RankingAssets, 'encoder'>,
  question: string,
  text: string,
  sentences: readonly Span[],
): Generator<void, readonly number[]> {
  const wanted = encoder.encode(question);
  const scores: number[] = [];
  for (const { start, end } of sentences.slice(0, MOST_ENCODED)) {
    const vector = encoder.encode(text.slice(start, end));
    scores.push(vector.reduce((sum, component, index) => sum + component * wanted[index]!, 0));
    if (scores.length % COMPARED_AT_ONCE === 0) yield;
  }
  // Those behind are not compared.
  return scores.concat(new Array<number>(sentences.length - scores.length).fill(0));
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

  /** Takes the sentences after and before one in turn, as long as there is room. */
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

  /** Whether the space before a sentence is no longer than a gap. */
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
