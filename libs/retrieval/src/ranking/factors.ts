import { type AskedTime, nearness } from './asked-time';
import type { QueryContext } from './query-context';
import { matchesDate } from '../analysis/text-cues';
import type { NamespaceStore } from '../index/namespace-store';
import type { QueryPlan } from '../lexical/query-plan';
import type { Explanation } from './rank-query';
import type { HintName, RankingConstants } from './ranking-constants';
import { SHORT_QUESTION, TEMPORAL_EXPRESSION } from '../index/document-columns';

const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

/** The two scores of a document before any factor. */
export interface BaseScores {
  readonly lexical: number;
  /** Weighted. */
  readonly dense: number;
}

/** What multiplies the scores of a document: hints of the question, importance, recency and feedback. */
export class Factors {
  private readonly userRole: number | undefined;
  /** Those that may apply to any memory. */
  private readonly hints: readonly HintName[];

  /** @param now epoch milliseconds; without it recency counts nothing */
  constructor(
    private readonly store: NamespaceStore,
    private readonly plan: QueryPlan,
    private readonly constants: RankingConstants,
    private readonly now: number | undefined,
    private readonly context: QueryContext,
    private readonly time?: AskedTime,
  ) {
    this.userRole = store.speakers.find('user');
    this.hints = HINTS.filter((hint) => this.mayApply(hint));
  }

  /** The final score of a document. */
  score(document: number, { lexical, dense }: BaseScores): number {
    let score = lexical + dense;
    for (const hint of this.hints) score *= this.factor(hint, document);
    return score * (1 + this.importance(document) + this.recency(document) + this.feedback(document));
  }

  /** The parts of the same score. */
  explain(document: number, { lexical, dense }: BaseScores): Explanation {
    let score = lexical + dense;
    const hints: Partial<Record<HintName, number>> = {};
    for (const hint of this.hints) {
      const factor = this.factor(hint, document);
      if (factor === 1) continue;
      hints[hint] = score * (factor - 1);
      score *= factor;
    }
    return {
      lexical,
      dense,
      hints,
      importance: score * this.importance(document),
      recency: score * this.recency(document),
      feedback: score * this.feedback(document),
    };
  }

  /** The factor of a hint; 1 where it does not apply. */
  private factor(hint: HintName, document: number): number {
    if (hint === 'date' && this.time && this.time.ranges.length > 0)
      return this.timeFactor(document, this.time);
    return this.applies(hint, document) ? this.constants.hints[hint] : 1;
  }

  private timeFactor(document: number, time: AskedTime): number {
    const near = nearness(this.store.documents.time(document), time, this.constants.time);
    return 1 + (this.constants.time.inside - 1) * near;
  }

  private mayApply(hint: HintName): boolean {
    switch (hint) {
      case 'speaker':
        return this.plan.namedSpeakers.size > 0;
      case 'userRole':
        return this.userRole !== undefined;
      case 'temporalExpression':
        return this.plan.asksForTime;
      case 'date':
        return this.plan.date !== null || (this.time?.ranges.length ?? 0) > 0;
      case 'shortQuestion':
        return true;
      case 'inMind':
        return this.context.workingMemory.size > 0;
    }
  }

  private applies(hint: HintName, document: number): boolean {
    const { documents } = this.store;
    switch (hint) {
      case 'speaker':
        return this.plan.namedSpeakers.has(this.store.speakerOf(document));
      case 'userRole':
        return this.store.speakerOf(document) === this.userRole;
      case 'temporalExpression':
        return this.plan.asksForTime && documents.isMarked(document, TEMPORAL_EXPRESSION);
      case 'date':
        return this.plan.date !== null && matchesDate(documents.occurredAt.values[document]!, this.plan.date);
      case 'shortQuestion':
        return documents.isMarked(document, SHORT_QUESTION);
      case 'inMind':
        return this.context.workingMemory.has(document);
    }
  }

  private importance(document: number): number {
    if (this.constants.importanceWeight === 0) return 0;
    return this.constants.importanceWeight * squashed(this.store.documents.importance.values[document]!);
  }

  private feedback(document: number): number {
    if (this.context.feedback.size === 0) return 0;
    const rating = this.context.feedback.get(document) ?? 0;
    return rating * (rating > 0 ? this.constants.feedback.helpful : this.constants.feedback.harmful);
  }

  private recency(document: number): number {
    if (this.constants.recencyWeight === 0 || this.now === undefined) return 0;
    const days = Math.max(0, this.now - this.store.documents.time(document)) / DAY_IN_MILLISECONDS;
    return this.constants.recencyWeight * 0.5 ** (days / this.constants.recencyHalfLifeDays);
  }
}

const HINTS: readonly HintName[] = [
  'speaker',
  'userRole',
  'temporalExpression',
  'date',
  'shortQuestion',
  'inMind',
];

/** x / (1 + x): 0 for 0, 1/2 for 1, never above 1. What is no number of at least 0 counts as 0. */
function squashed(importance: number): number {
  if (importance === Infinity) return 1;
  return importance > 0 ? importance / (1 + importance) : 0;
}
