import { PROBLEM_CATALOGUE, type ProblemCode, type ProblemDefinition } from './problem-catalogue';

/** One thing that is wrong with one input. `field` is a path such as `memories[3].content`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A decision of the policy, by the id that the audit knows it by. */
export interface DecisionNotice {
  readonly id: string;
  readonly reasons: readonly string[];
}

/** An error that a caller may see: a code of the catalogue, and what happened this time. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly FieldError[];
  /** What the policy decided, where it is about that. */
  readonly decision: DecisionNotice | null;
  /** The permissions of which the caller needs one and has none; empty where it is about something else. */
  readonly permissions: readonly string[];

  /**
   * @param detail one sentence for the person who reads it: what happened, which input, what to do; never a secret
   */
  constructor(
    readonly code: ProblemCode,
    detail: string,
    options: {
      errors?: readonly FieldError[];
      decision?: DecisionNotice;
      permissions?: readonly string[];
      cause?: unknown;
    } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.errors = options.errors ?? [];
    this.decision = options.decision ?? null;
    this.permissions = options.permissions ?? [];
  }

  get definition(): ProblemDefinition {
    return PROBLEM_CATALOGUE[this.code];
  }
}
