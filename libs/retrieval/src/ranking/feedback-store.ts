import { onGrid } from './exact-sum';
import type { FeedbackConstants } from './ranking-constants';
import { inverseLength } from '../dense/vector-store';

/** What a memory was worth for a question. */
export interface Rating {
  readonly memoryId: string;
  /** Names the question: ratings of one question under one name. Empty: for any question. */
  readonly question: string;
  /** What the question means; null where that is not known, so that it is like itself only. */
  readonly vector: Int8Array | null;
  /** -1 useless to 1 useful; 0 takes an earlier rating back. */
  readonly value: number;
}

/** A question as ratings are looked up for it. */
export interface RatedQuestion {
  readonly question: string;
  readonly vector: Int8Array;
}

interface Rated {
  readonly vector: Int8Array | null;
  readonly inverseLength: number;
  readonly values: Map<string, number>;
}

/** Questions that are kept; beyond it the one that was rated the longest time ago goes. */
const MOST_QUESTIONS = 2_048;
/** The name of the ratings that count for any question. */
const ANY_QUESTION = '';
/** A rating with its map entries. */
const BYTES_OF_RATING = 120;
const BYTES_OF_QUESTION = 400;

/** What was said of memories, question by question, in the order in which questions were rated last. */
export class FeedbackStore {
  private readonly questions = new Map<string, Rated>();
  private ratings = 0;

  /** Whether nothing was rated. */
  get isEmpty(): boolean {
    return this.questions.size === 0;
  }

  /** Memory held, estimated. */
  get bytes(): number {
    return BYTES_OF_QUESTION * this.questions.size + BYTES_OF_RATING * this.ratings;
  }

  /** Takes in a rating; a later one of the same memory for the same question replaces it. */
  rate({ memoryId, question, vector, value }: Rating): void {
    const rated = this.questions.get(question) ?? {
      vector,
      inverseLength: vector ? inverseLength(vector) : 0,
      values: new Map<string, number>(),
    };
    this.ratings -= rated.values.size;
    this.questions.delete(question);
    if (value === 0) rated.values.delete(memoryId);
    else rated.values.set(memoryId, Math.min(1, Math.max(-1, value)));
    if (rated.values.size > 0) this.questions.set(question, rated);
    this.ratings += rated.values.size;
    const [oldest] = this.questions;
    if (this.questions.size <= MOST_QUESTIONS || !oldest) return;
    this.questions.delete(oldest[0]);
    this.ratings -= oldest[1].values.size;
  }

  /** What is said of each memory for a question: ratings for like questions count the more, the more alike they are. -1 to 1. */
  about(asked: RatedQuestion, constants: FeedbackConstants): Map<string, number> {
    const sums = new Map<string, number>();
    const ownInverse = inverseLength(asked.vector);
    for (const [question, rated] of this.questions) {
      const weight = this.weight(asked, ownInverse, question, rated, constants);
      if (weight <= 0) continue;
      for (const [memoryId, value] of rated.values) {
        sums.set(memoryId, (sums.get(memoryId) ?? 0) + onGrid(weight * value));
      }
    }
    for (const [memoryId, sum] of sums) sums.set(memoryId, Math.min(1, Math.max(-1, sum)));
    return sums;
  }

  private weight(
    asked: RatedQuestion,
    ownInverse: number,
    question: string,
    { vector, inverseLength: inverse }: Rated,
    { alikeAbove, anyQuestion }: FeedbackConstants,
  ): number {
    if (question === ANY_QUESTION) return anyQuestion;
    if (question === asked.question) return 1;
    if (vector?.length !== asked.vector.length) return 0;
    let dot = 0;
    for (let i = 0; i < vector.length; i++) dot += vector[i]! * asked.vector[i]!;
    return (dot * inverse * ownInverse - alikeAbove) / (1 - alikeAbove);
  }
}
