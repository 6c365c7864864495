/** Variables by name, as a process receives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of this process. The only place that reads them; everything else is given an `Environment`. */
export function readEnvironment(): Environment {
  return { ...process.env };
}
