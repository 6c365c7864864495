import { fullSaturation, inverseDocumentFrequency } from './bm25';
import { asksForTime, namedDate, type NamedDate } from '../analysis/text-cues';
import { ENGLISH } from '../analysis/languages';
import { isIdentifier } from '../analysis/identifiers';
import type { Collection } from '../ranking/collection';
import type { RankingAssets } from '../ranking/ranking-assets';
import type { RankingConstants } from '../ranking/ranking-constants';
import { type QuestionTerm, readQuestion } from './read-question';

const NO_SYNONYMS: ReadonlyMap<string, number> = new Map();

/** A question as the ranking sees it. */
export interface QueryPlan {
  readonly terms: readonly PlannedTerm[];
  /** The lexical score of a document in which every term is fully saturated; 0 if nothing can be found. */
  readonly fullCoverage: number;
  /** All words of the question, with those that cannot be found: how many, and their highest score together. */
  readonly asked: { readonly words: number; readonly saysNothing: boolean; readonly weight: number };
  /** Speakers whose names were in the question, where they are no longer terms. */
  readonly namedSpeakers: ReadonlySet<number>;
  /** Whether there are any: of several namespaces each has its own. */
  readonly namesSpeaker: boolean;
  readonly asksForTime: boolean;
  readonly date: NamedDate | null;
}

/** A word of the question and all terms that match it. */
export interface PlannedTerm {
  /** How often the question has it. */
  readonly count: number;
  /** Its number in the namespace; undefined if no memory has the very word. */
  readonly exact: number | undefined;
  /** The highest score of the term in one document. */
  readonly cap: number;
  readonly alternatives: readonly Alternative[];
  /** How many passages of the collection have one of them, each counted. */
  readonly postings: number;
}

/** A term of the namespace that counts for a word of the question: the word itself, a near-synonym or a soft term. */
export interface Alternative {
  readonly term: number;
  /** Score of one saturated occurrence: its weight times the smaller IDF of the two. */
  readonly height: number;
}

/** What a question asks for: words, speakers, times. */
export function planQuery(
  text: string,
  collection: Collection,
  assets: RankingAssets,
  constants: RankingConstants,
): QueryPlan {
  const { terms: question, namedSpeakers, hasWords } = readQuestion(text, collection, assets.analyser);
  const planner = new TermPlanner(collection, assets, constants, question);
  const terms = Array.from(question.values(), (term) => planner.plan(term)).filter((term) => term !== null);
  return {
    terms,
    fullCoverage: terms.reduce((sum, { count, cap }) => sum + count * cap, 0),
    asked: {
      words: question.size,
      saysNothing: question.size === 0 && hasWords,
      weight: planner.weightOf(question.values()),
    },
    namedSpeakers,
    namesSpeaker: namedSpeakers.size > 0,
    asksForTime: asksForTime(text),
    date: namedDate(text),
  };
}

class TermPlanner {
  private misspeltWords = 0;

  constructor(
    private readonly collection: Collection,
    private readonly assets: RankingAssets,
    private readonly constants: RankingConstants,
    private readonly question: ReadonlyMap<string, QuestionTerm>,
  ) {}

  /** The highest score of all words together, be they found or not. */
  weightOf(words: Iterable<QuestionTerm>): number {
    let weight = 0;
    for (const { term, count } of words)
      weight += count * this.idf(this.collection.vocabulary.findTerm(term));
    return weight * fullSaturation(this.constants.passage);
  }

  /** null for a word that neither the namespace nor the thesaurus knows and nothing resembles. */
  plan(word: QuestionTerm): PlannedTerm | null {
    const [exact, ...others] = this.known([word.term, ...word.inOtherLanguages]);
    const idf = this.idf(exact);
    const synonyms = this.synonymsOf(word);
    const alternatives = [
      ...others.map((term) => ({ term, height: Math.min(idf, this.idf(term)) })),
      ...this.synonyms(synonyms, idf),
      ...this.softTerms(word, exact, idf),
      ...(exact === undefined ? this.misspelt(word, idf) : []),
    ];
    if (exact !== undefined) alternatives.unshift({ term: exact, height: idf });
    if (alternatives.length === 0 && this.thesaurusOf(word).size === 0) return null;
    const cap = idf * fullSaturation(this.constants.passage);
    return { count: word.count, exact, cap, alternatives, postings: this.postingsOf(alternatives) };
  }

  /** Near-synonyms, the emoji that the word names, and the names of an emoji. */
  private synonymsOf(word: QuestionTerm): ReadonlyMap<string, number> {
    const { emojiNames } = this.assets;
    if (/\p{L}|\p{N}/u.test(word.form)) {
      const emoji = emojiNames.emojiOf(word.term, word.language);
      return emoji.size === 0 ? this.thesaurusOf(word) : new Map([...emoji, ...this.thesaurusOf(word)]);
    }
    return emojiNames.termsOf(word.form, this.collection.languages.all);
  }

  private thesaurusOf({ term, language }: QuestionTerm): ReadonlyMap<string, number> {
    return language === ENGLISH ? this.assets.thesaurus.synonymsOf(term) : NO_SYNONYMS;
  }

  /** The numbers of the terms that the namespace has. */
  private known(terms: readonly string[]): number[] {
    return terms.flatMap((term) => this.collection.vocabulary.findTerm(term) ?? []);
  }

  private synonyms(synonyms: ReadonlyMap<string, number>, idf: number): Alternative[] {
    return Array.from(synonyms).flatMap(([synonym, weight]) => {
      const number = this.collection.vocabulary.findTerm(synonym);
      if (number === undefined || this.question.has(synonym)) return [];
      return {
        term: number,
        height: this.constants.synonymWeight * weight * Math.min(idf, this.idf(number)),
      };
    });
  }

  private softTerms({ term, form }: QuestionTerm, exact: number | undefined, idf: number): Alternative[] {
    const soft = this.constants.softTerms;
    const frequency = exact === undefined ? 0 : this.collection.vocabulary.documentFrequency(exact);
    if (frequency >= soft.rarerThan || soft.atMost === 0 || !/\p{L}/u.test(term) || isIdentifier(term))
      return [];
    const close = this.collection.termVectors.closest(this.assets.encoder.encode(form), exact, soft);
    return close.flatMap(({ term: number, cosine }) => {
      if (this.question.has(this.collection.vocabulary.termName(number))) return [];
      const weight = (soft.weight * (cosine - soft.cosineAbove)) / (1 - soft.cosineAbove);
      return { term: number, height: weight * Math.min(idf, this.idf(number)) };
    });
  }

  private misspelt({ form }: QuestionTerm, idf: number): Alternative[] {
    const { misspelling } = this.constants;
    if (this.misspeltWords >= misspelling.wordsAtMost) return [];
    this.misspeltWords += 1;
    return this.collection.nearTerms(form, misspelling).map(({ term, distance }) => ({
      term,
      height: misspelling.weights[distance]! * Math.min(idf, this.idf(term)),
    }));
  }

  private postingsOf(alternatives: readonly Alternative[]): number {
    const { vocabulary } = this.collection;
    return alternatives.reduce((sum, { term }) => sum + vocabulary.documentFrequency(term), 0);
  }

  private idf(term: number | undefined): number {
    const frequency = term === undefined ? 0 : this.collection.vocabulary.documentFrequency(term);
    return inverseDocumentFrequency(this.collection.livePassageCount, frequency);
  }
}
