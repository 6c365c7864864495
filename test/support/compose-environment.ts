import { ConfigurationError, loadConfiguration, type ProcessKind } from '@somabrain/config';
import type { ComposeFile } from './compose-file';

/** What .env says in production. */
export const SECRETS = {
  SOMA_VERSION: 'v0.1.0',
  POSTGRES_PASSWORD: 'a-password-of-its-own',
  POSTGRES_OWNER_PASSWORD: 'the-password-of-the-owner',
  POSTGRES_EXPORTER_PASSWORD: 'the-password-of-the-exporter',
  SOMABRAIN_OPA_TOKEN: 'a-token-for-opa',
  REDIS_PASSWORD: 'another-password',
  SOMABRAIN_MEMORY_HTTP_TOKEN: 'a-token-of-its-own',
};

/** Of those who run it. */
export const OWN = {
  ...SECRETS,
  SOMABRAIN_JWT_SECRET: 'x'.repeat(32),
  SOMABRAIN_API_TOKEN: 'the-token-of-an-administrator',
};

/**
 * What a process is told: null means as .env says, if it does.
 * @param settings what .env says
 */
export function environmentOf(
  file: ComposeFile,
  service: string,
  settings: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const entries = Object.entries(file.services[service]?.environment ?? {});
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const told = value ?? settings[name];
      return told === undefined ? [] : [[name, String(told)]];
    }),
  );
}

/** The variables for which a process does not start with an environment. */
export function refusal(environment: Record<string, string>, process: ProcessKind): string[] {
  try {
    loadConfiguration(environment, { process });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ variable }) => variable);
  }
}
