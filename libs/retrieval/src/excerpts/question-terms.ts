import { ENGLISH, type Language } from '../analysis/languages';
import { words, wordSpans } from '../analysis/words';
import type { RankingAssets } from '../ranking/ranking-assets';

/** The terms of a question and their near-synonyms, to find them in texts. */
export class QuestionTerms {
  /** By term: the place of the question's term that it equals or is a near-synonym of, and their likeness, 0 to 1. */
  private readonly known = new Map<string, { readonly place: number; readonly weight: number }>();
  /** The same by word as it is written, as a cache: texts repeat their words. */
  private readonly seen = new Map<string, { readonly place: number; readonly weight: number } | null>();
  /** The language of the question, in which the text most likely is, too. */
  private readonly language: Language;
  /** How many different terms the question has. */
  readonly size: number;

  constructor(
    private readonly assets: Pick<RankingAssets, 'analyser' | 'thesaurus'>,
    question: string,
  ) {
    const terms = [...new Set(assets.analyser.terms(question))];
    this.size = terms.length;
    this.language = assets.analyser.languageOf(words(question)).language;
    const synonymous = this.language === ENGLISH ? terms : [];
    for (const [place, term] of synonymous.entries())
      for (const [synonym, weight] of assets.thesaurus.synonymsOf(term)) this.add(synonym, place, weight);
    for (const [place, term] of terms.entries()) this.known.set(term, { place, weight: 1 });
  }

  /** How well the text matches each term of the question, 0 to 1, by the place of the term. */
  metBy(text: string): Map<number, number> {
    const met = new Map<number, number>();
    for (const word of words(text)) {
      const match = this.match(word);
      if (match) met.set(match.place, Math.max(match.weight, met.get(match.place) ?? 0));
    }
    return met;
  }

  /** The spans of the text's words that match the question: offsets [start, end), in order. */
  spansIn(text: string): [number, number][] {
    const spans: [number, number][] = [];
    for (const { start, end } of wordSpans(text)) {
      const [word] = words(text.slice(start, end));
      if (word === undefined || !this.match(word)) continue;
      const last = spans.at(-1);
      // Pairs of characters overlap.
      if (last && start < last[1]) last[1] = end;
      else spans.push([start, end]);
    }
    return spans;
  }

  private match(word: string): { readonly place: number; readonly weight: number } | null {
    let match = this.seen.get(word);
    if (match === undefined) {
      const term = this.assets.analyser.termOf(word, this.language);
      match = term === null ? null : (this.known.get(term) ?? null);
      this.seen.set(word, match);
    }
    return match;
  }

  private add(term: string, place: number, weight: number): void {
    if (weight > (this.known.get(term)?.weight ?? 0)) this.known.set(term, { place, weight });
  }
}
