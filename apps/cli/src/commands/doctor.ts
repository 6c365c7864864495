import {
  type Configuration,
  ConfigurationError,
  loadConfiguration,
  readEnvironment,
} from '@somabrain/config';
import { type Check, type CheckResult, failed } from '../doctor/check';
import { CHECKS, REACHABLE } from '../doctor/checks';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';
import { reasonOf } from '../reason';
import { type OpenDatabase, withDatabase } from '../with-database';

const WORDS = { ok: 'OK     ', warning: 'WARNING', failed: 'FAILED ' } as const;

/** Looks at everything that a working service needs: one line each, OK or what to do. */
export async function doctor(output: Output): Promise<ExitCode> {
  const configuration = readConfiguration(output);
  if (!configuration) return EXIT.configuration;
  const results: CheckResult[] = [
    { name: 'configuration', status: 'ok', detail: `mode ${configuration.mode}` },
  ];
  const tell = (result: CheckResult) => {
    results.push(result);
    report(result, output);
  };
  for (const result of results) report(result, output);
  try {
    await withDatabase(configuration, output, async (open) => {
      for (const check of CHECKS) {
        const outcome = await outcomeOf(check, configuration, open);
        tell(outcome);
        // All others would say the same.
        if (check === REACHABLE && outcome.status === 'failed') return;
      }
    });
  } catch (error) {
    tell(failed('database', reasonOf(error), 'see whether SOMABRAIN_DATA_DIR is as it should be'));
  }
  const ok = results.every(({ status }) => status !== 'failed');
  output.document({ ok, checks: results });
  return ok ? EXIT.done : EXIT.failed;
}

function readConfiguration(output: Output): Configuration | null {
  try {
    const { configuration, warnings } = loadConfiguration(readEnvironment(), { process: 'cli' });
    for (const warning of warnings) output.line(`${WORDS.warning} configuration: ${warning}`);
    return configuration;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    output.line(`${WORDS.failed} configuration: ${error.message}`);
    output.document({
      ok: false,
      checks: [failed('configuration', error.message, 'correct these variables')],
    });
    return null;
  }
}

async function outcomeOf(
  check: Check,
  configuration: Configuration,
  open: OpenDatabase,
): Promise<CheckResult> {
  try {
    return { name: check.name, ...(await check.run(configuration, open)) };
  } catch (error) {
    return failed(check.name, reasonOf(error), check.advice);
  }
}

function report({ name, status, detail, advice }: CheckResult, output: Output): void {
  output.line(`${WORDS[status]} ${name}: ${detail}${advice ? `; ${advice}` : ''}`);
}
