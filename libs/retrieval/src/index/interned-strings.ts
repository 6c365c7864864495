import type { IndexState } from './index-state';

/** Numbers for strings that repeat often. Number 0 stands for null. */
export class InternedStrings {
  private readonly numbers = new Map<string, number>();
  private readonly strings: (string | null)[] = [null];

  /** How many numbers are given, that of null included. */
  get count(): number {
    return this.strings.length;
  }

  /** The number of a string, given on first sight. */
  intern(value: string | null): number {
    if (value === null) return 0;
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.strings.push(value) - 1;
      this.numbers.set(value, number);
    }
    return number;
  }

  /** The number of a string, if it has one. */
  find(value: string): number | undefined {
    return this.numbers.get(value);
  }

  /** The string behind a number. */
  valueOf(number: number): string | null {
    return this.strings[number] ?? null;
  }

  /** Stores the strings, or gets them back into numbers not given yet. */
  transfer(state: IndexState): void {
    const strings = state.strings(this.strings.slice(1) as string[]);
    if (state.isReading) for (const string of strings) this.intern(string);
  }

  /** Memory held, in bytes, estimated at 60 a string and its map entry beside the characters. */
  get bytes(): number {
    return 80 * this.strings.length;
  }
}
