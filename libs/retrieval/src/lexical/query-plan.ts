import { fullSaturation, inverseDocumentFrequency } from './bm25';
import { asksForTime, namedDate, type NamedDate } from '../analysis/text-cues';
import type { NamespaceStore } from '../index/namespace-store';
import type { RankingAssets } from '../ranking/ranking-assets';
import type { RankingConstants } from '../ranking/ranking-constants';
import { words } from '../analysis/words';

/** A question as the ranking sees it. */
export interface QueryPlan {
  readonly terms: readonly PlannedTerm[];
  /** The lexical score of a document in which every term is fully saturated; 0 if nothing can be found. */
  readonly fullCoverage: number;
  /** Speakers whose names were in the question, where they are no longer terms. */
  readonly namedSpeakers: ReadonlySet<number>;
  readonly asksForTime: boolean;
  readonly date: NamedDate | null;
}

/** A word of the question and everything that may stand for it. */
export interface PlannedTerm {
  /** How often the question has it. */
  readonly count: number;
  /** Its number in the namespace; undefined if no memory has the very word. */
  readonly exact: number | undefined;
  /** The highest score of the term in one document. */
  readonly cap: number;
  readonly alternatives: readonly Alternative[];
}

/** A term of the namespace that counts for a word of the question: the word itself, a near-synonym or a soft term. */
export interface Alternative {
  readonly term: number;
  /** Score of one saturated occurrence: its weight times the smaller IDF of the two. */
  readonly height: number;
}

interface QuestionTerm {
  readonly term: string;
  /** As written, at its first occurrence. */
  readonly form: string;
  count: number;
}

/** What a question asks for: words, speakers, times. */
export function planQuery(
  text: string,
  store: NamespaceStore,
  assets: RankingAssets,
  constants: RankingConstants,
): QueryPlan {
  const namedSpeakers = new Set<number>();
  const question = new Map<string, QuestionTerm>();
  for (const form of words(text)) {
    const term = assets.analyser.termOf(form);
    if (term === null) continue;
    const speakers = store.speakers.namedBy(term);
    speakers.forEach((speaker) => namedSpeakers.add(speaker));
    if (speakers.length > 0) continue;
    const known = question.get(term);
    if (known === undefined) question.set(term, { term, form, count: 1 });
    else known.count += 1;
  }
  const planner = new TermPlanner(store, assets, constants, question);
  const terms = Array.from(question.values(), (term) => planner.plan(term)).filter((term) => term !== null);
  return {
    terms,
    fullCoverage: terms.reduce((sum, { count, cap }) => sum + count * cap, 0),
    namedSpeakers,
    asksForTime: asksForTime(text),
    date: namedDate(text),
  };
}

class TermPlanner {
  constructor(
    private readonly store: NamespaceStore,
    private readonly assets: RankingAssets,
    private readonly constants: RankingConstants,
    private readonly question: ReadonlyMap<string, QuestionTerm>,
  ) {}

  /** null for a word that neither the namespace nor the thesaurus knows and nothing resembles. */
  plan({ term, form, count }: QuestionTerm): PlannedTerm | null {
    const exact = this.store.vocabulary.findTerm(term);
    const idf = this.idf(exact);
    const alternatives = [...this.synonyms(term, idf), ...this.softTerms(term, form, exact, idf)];
    if (exact !== undefined) alternatives.unshift({ term: exact, height: idf });
    if (alternatives.length === 0 && this.assets.thesaurus.synonymsOf(term).size === 0) return null;
    return { count, exact, cap: idf * fullSaturation(this.constants.passage), alternatives };
  }

  private synonyms(term: string, idf: number): Alternative[] {
    return Array.from(this.assets.thesaurus.synonymsOf(term)).flatMap(([synonym, weight]) => {
      const number = this.store.vocabulary.findTerm(synonym);
      if (number === undefined || this.question.has(synonym)) return [];
      return {
        term: number,
        height: this.constants.synonymWeight * weight * Math.min(idf, this.idf(number)),
      };
    });
  }

  private softTerms(term: string, form: string, exact: number | undefined, idf: number): Alternative[] {
    const soft = this.constants.softTerms;
    const frequency = exact === undefined ? 0 : this.store.vocabulary.documentFrequency(exact);
    if (frequency >= soft.rarerThan || soft.atMost === 0 || /^\p{N}+$/u.test(term)) return [];
    const close = this.store.termVectors.closest(this.assets.encoder.encode(form), exact, soft);
    return close.flatMap(({ term: number, cosine }) => {
      if (this.question.has(this.store.vocabulary.termName(number))) return [];
      const weight = (soft.weight * (cosine - soft.cosineAbove)) / (1 - soft.cosineAbove);
      return { term: number, height: weight * Math.min(idf, this.idf(number)) };
    });
  }

  private idf(term: number | undefined): number {
    const frequency = term === undefined ? 0 : this.store.vocabulary.documentFrequency(term);
    return inverseDocumentFrequency(this.store.livePassageCount, frequency);
  }
}
