/** What a version of analyser and encoder is made of. */
export interface AnalysisVersion {
  /** The vector space: vectors of one space compare, whatever encoder made them. */
  readonly space: string;
  readonly encoder: string;
  readonly analyser: string;
}

const SEPARATOR = '+';

/** The name of a version: the vector space, what else the encoder is made of, and the analyser. SQL takes the first part for the space. */
export function versionOf(space: string, extension: string, analyser: string): string {
  return [space, extension, analyser].join(SEPARATOR);
}

/** The parts of a version's name. Before 0.2 an encoder was nothing but its space. */
export function readVersion(version: string): AnalysisVersion {
  const parts = version.split(SEPARATOR);
  return { space: parts[0]!, encoder: parts.slice(0, -1).join(SEPARATOR), analyser: parts.at(-1)! };
}
