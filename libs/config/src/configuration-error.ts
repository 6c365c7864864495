/** `EX_CONFIG` of sysexits.h: the service was configured wrongly, and starting it again will not help. */
export const EXIT_CONFIGURATION = 78;

export interface ConfigurationProblem {
  /** The variable as the operator wrote it, or has to write it. */
  readonly variable: string;
  /** What is wrong. Never holds the value of a sensitive variable. */
  readonly wrong: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Every problem of a configuration at once; the message is the report an operator reads. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(
      [
        `SomaBrain cannot start: its configuration has ${count}.`,
        ...problems.map((problem) => `  ${describeProblem(problem)}`),
        'docs/configuration.md describes every variable.',
      ].join('\n'),
    );
  }
}

/** One problem as one line. */
export function describeProblem({ variable, wrong, remedy }: ConfigurationProblem): string {
  return `${variable}: ${wrong}; ${remedy}`;
}
