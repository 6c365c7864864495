import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads the options of a bench program. `--help` prints the usage and ends the program. */
export function benchOptions<const Known extends Options>(usage: string, options: Known) {
  if (process.argv.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  return parseArgs({ options }).values;
}

/** An option that a program cannot do without. Where it is missing, the usage is printed and the program ends. */
export function required<Value>(value: Value | undefined, usage: string): Value {
  if (value) return value;
  console.error(usage);
  process.exit(2);
}
