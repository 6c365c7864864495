import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, PROJECT } from '../support/run-program';

/** Where downloads and generated clients lie; git ignores it. */
export const CACHE = join(PROJECT, '.cache', 'clients');

/** What a generator works with. */
export interface Workplace {
  /** The OpenAPI document. */
  readonly document: string;
  /** Empty at first; for the client and its program. */
  readonly folder: string;
}

/** A generator of clients, and what is done with its client. Each step throws if it fails. */
export interface Generator {
  readonly name: string;
  /** Its version. */
  readonly pin: string;
  /** Programs that must be on the PATH. */
  readonly needs: readonly string[];
  generate(place: Workplace): Promise<void>;
  compile(place: Workplace): Promise<void>;
  /** Runs its program. @param service the URL and the token, as variables @returns what it printed */
  run(place: Workplace, service: Readonly<Record<string, string>>): Promise<string>;
}

/** Puts the program of a generator beside its client. */
export function copyProgram(generator: string, folder: string): Promise<void> {
  return cp(join(PROJECT, 'test', 'clients', 'programs', generator), folder, { recursive: true });
}

/** Runs a program of an installed package. @param program its file, below node_modules */
export function node(program: string, args: readonly string[], cwd: string): Promise<string> {
  return outputOf(process.execPath, [join(PROJECT, 'node_modules', program), ...args], { cwd });
}
