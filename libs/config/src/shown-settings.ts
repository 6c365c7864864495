import type { Environment } from './environment';
import { VARIABLES } from './environment-schema';
import { redactDsn } from './postgres-dsn';
import { findVariableTexts } from './variable-texts';

/** A variable that is set, as it may be shown to anybody. */
export interface ShownSetting {
  readonly name: string;
  /** Without secrets; where the value comes from a file, the path of that file. */
  readonly value: string;
}

const HIDDEN = '***';

/** Every known variable that is set, without what is secret. No file is read. */
export function shownSettings(environment: Environment): ShownSetting[] {
  const { texts } = findVariableTexts(VARIABLES, environment, () => HIDDEN);
  return [...texts].map(([name, { text, writtenAs, fromFile }]) => {
    if (fromFile) return { name: writtenAs, value: environment[writtenAs] ?? '' };
    return { name: writtenAs, value: VARIABLES.get(name)?.sensitive ? hidden(name, text) : text };
  });
}

/** Of a connection URL the password only. */
function hidden(name: string, text: string): string {
  return /_(DSN|URL)$/.test(name) ? redactDsn(text) : HIDDEN;
}
