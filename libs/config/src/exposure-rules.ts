import type { EnvironmentValues } from './environment-schema';
import type { Finding } from './finding';
import { isLoopback } from './identity-rules';
import type { ProcessKind } from './process-kind';

/** What lets a process run with credentials that everybody knows. */
const REMEDY =
  'or set SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS=1 where nobody else reaches it; scripts/generate_global_env.sh makes secrets';

/**
 * Whether other machines reach a process: where a container publishes its port, that address counts, else the one it listens on.
 * A command of the command line listens nowhere.
 */
function isExposed(values: EnvironmentValues, process: ProcessKind): boolean {
  if (process === 'cli') return false;
  const hosts = {
    api: values.SOMABRAIN_HOST,
    memory: values.SOMABRAIN_MEMORY_HOST,
    cognition: values.SOMABRAIN_COGNITION_HOST,
  };
  const byDefault = values.SOMABRAIN_MODE === 'development' ? '127.0.0.1' : '0.0.0.0';
  return !isLoopback(values.SOMABRAIN_PUBLISHED_ADDRESS ?? hosts[process] ?? byDefault);
}

/** Whether a policy that allows everything, or a credential that everybody knows, is refused rather than warned of. */
export function refusesWhatIsOpen(values: EnvironmentValues, process: ProcessKind): boolean {
  switch (values.SOMABRAIN_MODE) {
    case 'development':
      return false;
    case 'enterprise':
      return isExposed(values, process) && !values.SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS;
    case 'staging':
    case 'production':
      return true;
  }
}

/** Whether the API must not start on an OPA whose policy allows everything: whoever shows who he is would be allowed all of it. */
export function needsClosedPolicy(values: EnvironmentValues, process: ProcessKind): boolean {
  if (process !== 'api' || values.SOMABRAIN_MODE === 'development') return false;
  return isExposed(values, process) && !values.SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS;
}

/** Says of a finding what else would do in mode enterprise. */
export function withWayOut(finding: Finding, { SOMABRAIN_MODE: mode }: EnvironmentValues): Finding {
  return mode === 'enterprise' ? { ...finding, remedy: `${finding.remedy}, ${REMEDY}` } : finding;
}

/** The policy that decides in the process, where it allows everything. */
export function permissiveBundle(values: EnvironmentValues, process: ProcessKind): Finding[] {
  const { SOMABRAIN_MODE: mode, SOMABRAIN_POLICY_BUNDLE: bundle, SOMABRAIN_OPA_URL: opa } = values;
  if (process !== 'api' || bundle !== 'example' || opa !== undefined || mode === 'development') return [];
  return [
    {
      name: 'SOMABRAIN_POLICY_BUNDLE',
      wrong: `it is example, which allows everything, and SOMABRAIN_MODE=${mode} should not run with it`,
      remedy: 'write default',
    },
  ];
}
