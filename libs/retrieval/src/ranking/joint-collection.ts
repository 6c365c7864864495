import { LANGUAGE_GROUPS } from '../encoders/language-group';
import { TermVectors } from '../dense/term-vectors';
import { InternedStrings } from '../index/interned-strings';
import { LanguageCounts } from '../index/language-counts';
import type { NamespaceStore } from '../index/namespace-store';
import { Vocabulary } from '../index/vocabulary';
import { type NearTerm, nearTerms } from '../lexical/near-words';
import type { QueryPlan } from '../lexical/query-plan';
import type { Collection } from './collection';
import type { RankingAssets } from './ranking-assets';
import type { MisspellingConstants } from './ranking-constants';

/**
 * Several namespaces as one collection. How rare a word is, and how alike memories are to a question on the whole, differ between namespaces:
 * scores compare only if all are made with the same figures. These are as if all memories were in one namespace, but that sessions of one name
 * in two namespaces stay two. Terms have the numbers of the lexicon.
 */
export class JointCollection implements Collection {
  readonly languages = new LanguageCounts();
  readonly speakers = { namedBy: (term: string) => this.speakersNamedBy(term) };
  readonly vocabulary = {
    findTerm: (term: string) => this.findTerm(term),
    termName: (term: number) => this.assets.lexicon.termName(term),
    documentFrequency: (term: number) => this.documentFrequency(term),
  };
  readonly termVectors = {
    closest: (...[vector, except, constants]: Parameters<TermVectors['closest']>) =>
      this.closest(vector, except, constants),
  };
  private readonly names = new InternedStrings();
  private merged: Vocabulary | null = null;
  private mergedVectors: TermVectors | null = null;

  constructor(
    private readonly stores: readonly NamespaceStore[],
    private readonly assets: RankingAssets,
  ) {
    for (const store of stores) this.languages.add(store.languages);
  }

  get liveCount(): number {
    return this.sum(({ liveCount }) => liveCount);
  }

  get livePassageCount(): number {
    return this.sum(({ livePassageCount }) => livePassageCount);
  }

  get meanPassageLength(): number {
    const passages = this.livePassageCount;
    return passages === 0 ? 0 : this.sum(({ passageWordCount }) => passageWordCount) / passages;
  }

  get languageCounts(): number[] {
    return LANGUAGE_GROUPS.map((_, group) => this.sum(({ languageCounts }) => languageCounts[group]!));
  }

  get sessions(): Collection['sessions'] {
    return {
      sessionCount: this.sum(({ sessions }) => sessions.sessionCount),
      totalWords: this.sum(({ sessions }) => sessions.totalWords),
    };
  }

  nearTerms(word: string, constants: MisspellingConstants): NearTerm[] {
    const vocabulary = this.mergedVocabulary();
    return nearTerms(word, vocabulary, constants).map(({ term, distance }) => ({
      term: vocabulary.globalTerm(term),
      distance,
    }));
  }

  /** A plan with the numbers that one of the namespaces has for its terms and speakers. */
  planIn(store: NamespaceStore, plan: QueryPlan): QueryPlan {
    const local = (term: number) => store.vocabulary.findGlobalTerm(term);
    const speakers = [...plan.namedSpeakers].flatMap(
      (speaker) => store.speakers.find(this.names.valueOf(speaker) ?? '') ?? [],
    );
    return {
      ...plan,
      terms: plan.terms.map((term) => ({
        ...term,
        exact: term.exact === undefined ? undefined : local(term.exact),
        alternatives: term.alternatives.flatMap(({ term: joint, height }) => {
          const number = local(joint);
          return number === undefined ? [] : { term: number, height };
        }),
      })),
      namedSpeakers: new Set(speakers),
    };
  }

  private sum(of: (store: NamespaceStore) => number): number {
    return this.stores.reduce((sum, store) => sum + of(store), 0);
  }

  private findTerm(name: string): number | undefined {
    const term = this.assets.lexicon.findTerm(name);
    return term !== undefined && this.documentFrequency(term) > 0 ? term : undefined;
  }

  private documentFrequency(term: number): number {
    let [passages, belongings] = [0, 0];
    for (const { vocabulary } of this.stores) {
      const number = vocabulary.findGlobalTerm(term);
      if (number === undefined) continue;
      passages += vocabulary.passageFrequency(number);
      belongings += vocabulary.belongingFrequency(number);
    }
    return Math.max(passages, belongings);
  }

  private speakersNamedBy(term: string): number[] {
    const numbers = this.stores.flatMap(({ speakers }) =>
      speakers.namedBy(term).map((speaker) => this.names.intern(speakers.name(speaker))),
    );
    return [...new Set(numbers)];
  }

  private closest(...[vector, except, constants]: Parameters<TermVectors['closest']>) {
    const vocabulary = this.mergedVocabulary();
    const { encoder, lexicon } = this.assets;
    this.mergedVectors ??= new TermVectors(vocabulary, lexicon, encoder.dimensions);
    const own = except === undefined ? undefined : vocabulary.findGlobalTerm(except);
    return this.mergedVectors
      .closest(vector, own, constants)
      .map(({ term, cosine }) => ({ term: vocabulary.globalTerm(term), cosine }));
  }

  /** The words of all namespaces. Only rare and misspelt words of a question need them: 2 ms for 20,000 words. */
  private mergedVocabulary(): Vocabulary {
    if (this.merged) return this.merged;
    const merged = new Vocabulary(this.assets.lexicon);
    for (const { vocabulary } of this.stores) merged.takeIn(vocabulary);
    return (this.merged = merged);
  }
}
