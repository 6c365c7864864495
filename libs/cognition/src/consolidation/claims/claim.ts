/** Whom or what a sentence is about. */
export interface Subject {
  /** The same for sentences about the same, as far as their words tell. */
  readonly key: string;
  /**
   * Certain where nobody else can be meant: a user who speaks of themself. A name may be that of two people, and there may be two meetings:
   * of these only what speaks of a change closes anything.
   */
  readonly certain: boolean;
  /** The first name, where it is a person who is only named. */
  readonly firstName: string | null;
}

/** What a subject can have one of at a time. */
export interface Slot {
  readonly name: string;
  readonly kind: 'residence' | 'employer' | 'favourite' | 'attribute' | 'schedule' | 'status';
  readonly value: string;
}

/** One thing that a sentence says. */
export interface Claim {
  readonly subject: Subject;
  /** What is said, in a form that its negation has too. */
  readonly predicate: string;
  readonly holds: boolean;
  /** Whether the sentence itself says that something changed: "now", "no longer", "moved to". */
  readonly marksChange: boolean;
  /** Whether it is the opposite of what is said rather than its negation: "hate" of "like". */
  readonly opposite?: boolean;
  /** Whether it tells what happened: that stays true whatever happens next, so it closes others and is not closed. */
  readonly happened?: boolean;
  readonly slot?: Slot;
}

/** What a sentence says apart from whom it is about. */
export type Said = Omit<Claim, 'subject'>;
