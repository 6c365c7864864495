import { FILTER_BOUNDS } from './filter-expression';

/** Where in the filters something is: names of members and places in lists. */
export type Path = readonly (string | number)[];

export interface FilterIssue {
  readonly path: Path;
  readonly message: string;
  /** The name that is not known, of a member of the object at `path`. */
  readonly unknown?: string;
}

const MAX_FOUND = 20;

/** What is wrong with filters, and how many conditions they have. */
export class FilterIssues {
  readonly found: FilterIssue[] = [];
  private conditions = 0;

  /** Notes what is wrong at a path. */
  add(path: Path, message: string): void {
    if (this.found.length < MAX_FOUND) this.found.push({ path, message });
  }

  /** Notes an unknown field, for which the error may suggest the nearest known one. */
  unknown(path: Path, name: string): void {
    if (this.found.length < MAX_FOUND)
      this.found.push({ path, message: 'is not a known field of filters', unknown: name });
  }

  /** Counts a condition. @param weight as how many */
  count(weight: number): void {
    const before = this.conditions;
    this.conditions += weight;
    if (this.tooManyConditions && before <= FILTER_BOUNDS.conditions)
      this.add(
        [],
        `must have at most ${FILTER_BOUNDS.conditions} conditions; contains counts as ${FILTER_BOUNDS.contains}`,
      );
  }

  /** Whether it is no use to read on. */
  get tooMany(): boolean {
    return this.tooManyConditions || this.found.length >= MAX_FOUND;
  }

  private get tooManyConditions(): boolean {
    return this.conditions > FILTER_BOUNDS.conditions;
  }
}

/** Whether a value is an object and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
