import { readFileSync } from 'node:fs';
import { ServiceError } from '@somabrain/kernel';
import type { Environment } from './environment';
import { VARIABLES } from './environment-schema';
import { findVariableTexts } from './variable-texts';

const NAME = 'SOMABRAIN_API_TOKEN';

/**
 * The token that a command shows to the API: of a file, or of SOMABRAIN_API_TOKEN or the file that SOMABRAIN_API_TOKEN_FILE names.
 * @param file counts before the variables
 * @returns undefined where there is none
 * @throws ServiceError for a file that cannot be read or is empty; it never shows what is in it
 */
export function readApiToken(
  environment: Environment,
  file?: string,
  readFile = (path: string): string => readFileSync(path, 'utf8'),
): string | undefined {
  const given = file === undefined ? environment : { [`${NAME}_FILE`]: file };
  const variable = VARIABLES.get(NAME);
  const { texts, problems } = findVariableTexts(new Map(variable && [[NAME, variable]]), given, readFile);
  const problem = problems.get(NAME);
  if (problem) {
    const source = file === undefined ? problem.variable : '--token-file';
    throw new ServiceError(`${source}: ${problem.wrong}; ${problem.remedy}.`);
  }
  return texts.get(NAME)?.text;
}
