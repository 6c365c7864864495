/** A memory as far as consolidation looks at it. Times are milliseconds since the Unix epoch. */
export interface Statement {
  readonly id: string;
  readonly version: number;
  readonly namespace: string;
  readonly userId: string | null;
  readonly agentId: string | null;
  readonly speaker: string | null;
  readonly content: string;
  readonly occurredAt: number | null;
  readonly createdAt: number;
  /** What it has in common with memories that say the same with the same words, and differ in nothing else; null: nothing makes it the same. */
  readonly likeness: string | null;
  /** Closed already: it closes nothing, and nothing closes it. Whom it names still counts. */
  readonly closed: boolean;
  /** A person's own words. What agents, tools and consolidation say is not taken for facts. */
  readonly told: boolean;
}

/** Why a memory is superseded. */
export type SupersessionReason =
  | 'near_duplicate'
  | 'negated'
  | 'opposite'
  | 'residence_changed'
  | 'employer_changed'
  | 'favourite_changed'
  | 'attribute_changed'
  | 'rescheduled'
  | 'status_changed';

/** That a memory no longer holds, since another one says so. */
export interface PlannedSupersession {
  readonly id: string;
  /** The version that was looked at. */
  readonly version: number;
  readonly reason: SupersessionReason;
  /** The memory that holds instead. */
  readonly supersededBy: string;
  /** Since when it does not hold, as the other memory tells. */
  readonly validUntil: number;
}

/** When it was said; of what is said at no known time, when it was remembered. */
export function statedAt({ occurredAt, createdAt }: Pick<Statement, 'occurredAt' | 'createdAt'>): number {
  return occurredAt ?? createdAt;
}
