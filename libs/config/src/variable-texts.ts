import { COMPOSE_VARIABLES } from './compose-variables';
import type { ConfigurationProblem } from './configuration-error';
import { nearestName } from './edit-distance';
import type { Environment } from './environment';
import type { VariableMetadata } from './variable';

/** The text of a variable and where it was found. */
export interface VariableText {
  readonly text: string;
  /** The name the operator used: the variable's, an alias, or one of them with `_FILE`. */
  readonly writtenAs: string;
  readonly fromFile: boolean;
}

type Variables = ReadonlyMap<string, Pick<VariableMetadata, 'aliases'>>;
type ReadFile = (path: string) => string;
type Spelling = Omit<VariableText, 'text'>;

/**
 * Finds the text of every variable: by its name or an alias, directly or in the file that `NAME_FILE` names.
 * An empty variable counts as unset. Both results are keyed by the variable's own name.
 * @param readFile reads a file as text and throws if it cannot
 */
export function findVariableTexts(
  variables: Variables,
  environment: Environment,
  readFile: ReadFile,
): { texts: Map<string, VariableText>; problems: Map<string, ConfigurationProblem> } {
  const texts = new Map<string, VariableText>();
  const problems = new Map<string, ConfigurationProblem>();
  for (const [name, { aliases }] of variables) {
    const found = findText([name, ...aliases].flatMap(spellings), environment, readFile);
    if (found === undefined) continue;
    if ('wrong' in found) problems.set(name, found);
    else texts.set(name, found);
  }
  return { texts, problems };
}

/** A sentence for each `SOMABRAIN_*` variable that is set and not known. Values are not shown. */
export function unknownVariableWarnings(variables: Variables, environment: Environment): string[] {
  const names = [...variables].flatMap(([name, { aliases }]) => [name, ...aliases]);
  // A shell that has read .env for `npm start` has those for docker compose, too.
  const known = new Set([
    ...names.flatMap(spellings).map(({ writtenAs }) => writtenAs),
    ...COMPOSE_VARIABLES.keys(),
  ]);
  return Object.keys(environment)
    .filter((name) => name.startsWith('SOMABRAIN_') && environment[name] && !known.has(name))
    .sort()
    .map(
      (name) =>
        `${name} is not a known variable and has no effect; the nearest one is ${nearestName(name, names)}`,
    );
}

function spellings(name: string): Spelling[] {
  return [
    { writtenAs: name, fromFile: false },
    { writtenAs: `${name}_FILE`, fromFile: true },
  ];
}

function findText(
  candidates: readonly Spelling[],
  environment: Environment,
  readFile: ReadFile,
): VariableText | ConfigurationProblem | undefined {
  const written = candidates.flatMap((spelling) => {
    const value = environment[spelling.writtenAs];
    return value ? [{ ...spelling, value }] : [];
  });
  const [first] = written;
  if (first === undefined) return undefined;
  // Two names may carry one value, as when a new name is introduced beside an old one; a file stands alone.
  const agree = written.every(({ fromFile, value }) => !fromFile && value === first.value);
  if (written.length > 1 && !agree) {
    const names = written.map(({ writtenAs }) => writtenAs).join(' and ');
    return { variable: first.writtenAs, wrong: `${names} are set together`, remedy: 'keep one of them' };
  }
  const { writtenAs, fromFile, value } = first;
  return fromFile ? textOfFile(writtenAs, value, readFile) : { text: value, writtenAs, fromFile };
}

function textOfFile(variable: string, path: string, readFile: ReadFile): VariableText | ConfigurationProblem {
  const file = `the file ${JSON.stringify(path)}`;
  let content: string;
  try {
    content = readFile(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    return {
      variable,
      wrong: `${file} cannot be read (${reason})`,
      remedy: 'write the path of a readable file',
    };
  }
  const text = content.replace(/\r?\n$/, '');
  if (text === '')
    return { variable, wrong: `${file} is empty`, remedy: 'put the value in it or unset the variable' };
  return { text, writtenAs: variable, fromFile: true };
}
