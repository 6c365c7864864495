import type { Analyser } from '../analysis/analyser';
import { uint32Column } from './column';
import type { IndexState } from './index-state';
import { InternedStrings } from './interned-strings';

/** Speakers of these names are parts in a conversation; a question that has the word means something else. */
const ROLES: ReadonlySet<string> = new Set(['user', 'assistant', 'system', 'tool']);

/** The speakers of a namespace, without regard to case, and the terms by which a question may name them. */
export class Speakers {
  private readonly names = new InternedStrings();
  private readonly numbersOfTerm = new Map<string, number[]>();
  private readonly liveDocuments = uint32Column();

  constructor(private readonly analyser: Analyser) {}

  /** The number of a speaker, given on first sight; 0 for none. */
  intern(name: string | null): number {
    return this.learn(name === null ? null : plainName(name));
  }

  /** The name behind a number, in lower case. */
  name(speaker: number): string | null {
    return this.names.valueOf(speaker);
  }

  /** The number of a speaker, if anyone of that name has spoken. */
  find(name: string): number | undefined {
    return this.names.find(plainName(name));
  }

  /** Counts documents more or less of a speaker. */
  countDocuments(speaker: number, change: number): void {
    this.liveDocuments.set(speaker, (this.liveDocuments.values[speaker] ?? 0) + change);
  }

  /** The speakers with documents that a term of a question names; any part of a name will do. */
  namedBy(term: string): number[] {
    const speakers = this.numbersOfTerm.get(term) ?? [];
    return speakers.filter((speaker) => this.liveDocuments.values[speaker]! > 0);
  }

  /** Stores the speakers, or gets them back. */
  transfer(state: IndexState): void {
    const names = state.strings(
      Array.from({ length: this.names.count - 1 }, (_, i) => this.name(i + 1) ?? ''),
    );
    if (state.isReading) for (const name of names) this.learn(name);
    state.column(this.liveDocuments, this.names.count);
  }

  /** Memory held, in bytes, estimated. */
  get bytes(): number {
    return this.names.bytes + this.liveDocuments.bytes + 100 * this.numbersOfTerm.size;
  }

  private learn(plain: string | null): number {
    const known = this.names.count;
    const number = this.names.intern(plain);
    if (number === known) this.learnTerms(number);
    return number;
  }

  private learnTerms(speaker: number): void {
    const name = this.names.valueOf(speaker);
    if (name === null || ROLES.has(name)) return;
    for (const term of new Set(this.analyser.terms(name))) {
      this.numbersOfTerm.set(term, [...(this.numbersOfTerm.get(term) ?? []), speaker]);
    }
  }
}

function plainName(name: string): string {
  return name.toLowerCase().normalize('NFKC').trim();
}
