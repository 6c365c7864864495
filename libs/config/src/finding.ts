import type { VariableName } from './environment-schema';

/** Something wrong with values that are each acceptable on their own. */
export interface Finding {
  readonly name: VariableName;
  readonly wrong: string;
  readonly remedy: string;
}
