import { readEnvironment, shownSettings } from '@somabrain/config';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';

/** Shows what this process is told, without secrets. It does not check it: the doctor does. */
export function settings(output: Output): ExitCode {
  const shown = shownSettings(readEnvironment());
  for (const { name, value } of shown) output.line(`${name}=${value}`);
  output.document({ settings: shown });
  return EXIT.done;
}
