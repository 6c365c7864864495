import type { Attention } from './attention';
import { matchesDate } from './cues';
import type { NamespaceStore } from './namespace-store';
import type { QueryPlan } from './query-plan';
import type { Explanation } from './rank-query';
import type { HintName, RankingConstants } from './ranking-constants';
import { SHORT_QUESTION, TEMPORAL_EXPRESSION } from './turn-columns';

const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

/** The two scores of a turn before any factor. */
export interface BaseScores {
  readonly lexical: number;
  /** Weighted. */
  readonly dense: number;
}

/** What multiplies the scores of a turn: hints of the question, importance, recency and feedback. */
export class Factors {
  private readonly userRole: number | undefined;

  /** @param now epoch milliseconds; without it recency counts nothing */
  constructor(
    private readonly store: NamespaceStore,
    private readonly plan: QueryPlan,
    private readonly constants: RankingConstants,
    private readonly now: number | undefined,
    private readonly attention: Attention,
  ) {
    this.userRole = store.speakers.find('user');
  }

  /** The final score of a turn. */
  score(turn: number, { lexical, dense }: BaseScores): number {
    let score = lexical + dense;
    for (const hint of HINTS) if (this.applies(hint, turn)) score *= this.constants.hints[hint];
    return score * (1 + this.importance(turn) + this.recency(turn) + this.feedback(turn));
  }

  /** The parts of the same score. */
  explain(turn: number, { lexical, dense }: BaseScores): Explanation {
    let score = lexical + dense;
    const hints: Partial<Record<HintName, number>> = {};
    for (const hint of HINTS) {
      if (!this.applies(hint, turn)) continue;
      hints[hint] = score * (this.constants.hints[hint] - 1);
      score *= this.constants.hints[hint];
    }
    return {
      lexical,
      dense,
      hints,
      importance: score * this.importance(turn),
      recency: score * this.recency(turn),
      feedback: score * this.feedback(turn),
    };
  }

  private applies(hint: HintName, turn: number): boolean {
    const { turns } = this.store;
    const speaker = turns.speaker.values[turn]!;
    switch (hint) {
      case 'speaker':
        return this.plan.namedSpeakers.has(speaker);
      case 'userRole':
        return speaker === this.userRole;
      case 'temporalExpression':
        return this.plan.asksForTime && turns.isMarked(turn, TEMPORAL_EXPRESSION);
      case 'date':
        return this.plan.date !== null && matchesDate(turns.occurredAt.values[turn]!, this.plan.date);
      case 'shortQuestion':
        return turns.isMarked(turn, SHORT_QUESTION);
      case 'inMind':
        return this.attention.inMind.has(turn);
    }
  }

  private importance(turn: number): number {
    return this.constants.importanceWeight * squashed(this.store.turns.importance.values[turn]!);
  }

  private feedback(turn: number): number {
    const said = this.attention.feedback.get(turn) ?? 0;
    return said * (said > 0 ? this.constants.feedback.helpful : this.constants.feedback.harmful);
  }

  private recency(turn: number): number {
    if (this.constants.recencyWeight === 0 || this.now === undefined) return 0;
    const days = Math.max(0, this.now - this.store.turns.time(turn)) / DAY_IN_MILLISECONDS;
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
