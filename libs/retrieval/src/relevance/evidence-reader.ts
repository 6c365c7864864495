import type { DenseScore } from '../dense/dense-score';
import { SHORT_QUESTION } from '../index/document-columns';
import type { NamespaceStore } from '../index/namespace-store';
import type { LexicalScore } from '../lexical/lexical-score';
import type { QueryPlan } from '../lexical/query-plan';
import type { Evidence } from './evidence';
import { isAboveChance, relevanceOf } from './relevance';

/** The relevance of a document, and on request its evidence. */
export interface Told {
  readonly relevance: number;
  readonly evidence?: Evidence;
}

/** The weight of the dense score in `score`: that of the ranking before feedback adapts it. */
const MEANING = 0.5;

/** Reads the evidence of single documents, after they were ranked. */
export class EvidenceReader {
  private anyFits = false;

  constructor(
    private readonly store: NamespaceStore,
    private readonly plan: QueryPlan,
    private readonly lexical: LexicalScore,
    private readonly dense: DenseScore,
    /** How many there are in the collection. */
    private readonly memories: number,
  ) {}

  /**
   * Whether a document read so far fits the question better than by chance. Always true for a question of nothing but stop words and names of
   * speakers, for which there is no evidence.
   */
  get fits(): boolean {
    return this.anyFits || this.plan.asked.saysNothing;
  }

  /** Computes the relevance of a document. @param explain whether to return its evidence, too */
  tell(document: number, explain: boolean): Told {
    const evidence = this.of(document);
    this.anyFits ||= isAboveChance(evidence);
    return { relevance: relevanceOf(evidence), ...(explain && { evidence }) };
  }

  private of(document: number): Evidence {
    const { documents } = this.store;
    return {
      words: this.plan.asked.words,
      share: this.lexical.share(document),
      score: this.lexical.coverage(document) + MEANING * this.dense.score(document),
      similarity: this.dense.similarity(document),
      memories: this.memories,
      speaker: this.speakerOf(this.store.speakerOf(document)),
      isQuestion: documents.isMarked(document, SHORT_QUESTION),
    };
  }

  private speakerOf(speaker: number): Evidence['speaker'] {
    const { namedSpeakers, namesSpeaker } = this.plan;
    if (!namesSpeaker) return 'none';
    return namedSpeakers.has(speaker) ? 'named' : 'other';
  }
}
