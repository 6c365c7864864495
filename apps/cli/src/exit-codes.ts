/** How the program ends; docs/cli.md explains each. */
export const EXIT = {
  done: 0,
  /** What was asked for failed, or a check did. */
  failed: 1,
  usage: 2,
  /** An audit chain is not what was sealed. */
  chainBroken: 3,
  configuration: 78,
  interrupted: 130,
  /** Whoever read the output has ended. */
  brokenPipe: 141,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
