import type { Mode } from './configuration';
import { isDevelopmentSecret, isPlaceholder } from './development-credentials';
import type { EnvironmentValues, VariableName } from './environment-schema';
import { dsnCredentials } from './postgres-dsn';

/** Something wrong with values that are each acceptable on their own. */
export interface Finding {
  readonly name: VariableName;
  readonly wrong: string;
  readonly remedy: string;
}

const DSN_VARIABLES = ['SOMABRAIN_POSTGRES_DSN', 'SOMABRAIN_POSTGRES_MIGRATION_DSN'] as const;

/** What the mode demands or forbids. Development credentials are `refused` in staging and production, else `unwise`. */
export function checkRules(values: EnvironmentValues): { refused: Finding[]; unwise: Finding[] } {
  const refused = [...missingServer(values), ...missingMemoryToken(values)];
  const exposed = developmentCredentials(values);
  const unwise: Finding[] = [];
  switch (values.SOMABRAIN_MODE) {
    case 'development':
      break;
    case 'enterprise':
      unwise.push(...exposed);
      break;
    case 'staging':
    case 'production':
      refused.push(...exposed);
  }
  return { refused, unwise };
}

function missingServer(values: EnvironmentValues): Finding[] {
  if (values.SOMABRAIN_POSTGRES_DSN !== undefined) return [];
  const mode: Mode = values.SOMABRAIN_MODE;
  if (mode !== 'development') {
    return [
      {
        name: 'SOMABRAIN_POSTGRES_DSN',
        wrong: `it is not set, and SOMABRAIN_MODE=${mode} does not use the embedded server`,
        remedy: 'write postgresql://user:password@host:5432/database',
      },
    ];
  }
  if (values.SOMABRAIN_POSTGRES_MIGRATION_DSN === undefined) return [];
  return [
    {
      name: 'SOMABRAIN_POSTGRES_MIGRATION_DSN',
      wrong: 'it is set without SOMABRAIN_POSTGRES_DSN',
      remedy: 'set both, or neither for the embedded server',
    },
  ];
}

/** Development may ask a memory service on a loopback address without one. */
function missingMemoryToken(values: EnvironmentValues): Finding[] {
  const { SOMABRAIN_MODE: mode, SOMABRAIN_MEMORY_HTTP_ENDPOINT: endpoint } = values;
  if (endpoint === undefined || values.SOMABRAIN_MEMORY_HTTP_TOKEN !== undefined) return [];
  if (mode === 'development') return [];
  return [
    {
      name: 'SOMABRAIN_MEMORY_HTTP_TOKEN',
      wrong: 'it is not set, and the memory service of SOMABRAIN_MEMORY_HTTP_ENDPOINT demands it',
      remedy: 'write the token that the memory service was started with',
    },
  ];
}

function developmentCredentials(values: EnvironmentValues): Finding[] {
  const used = [
    { name: 'POSTGRES_USER', user: values.POSTGRES_USER, password: undefined },
    { name: 'POSTGRES_PASSWORD', user: undefined, password: values.POSTGRES_PASSWORD },
    {
      name: 'SOMABRAIN_MEMORY_HTTP_TOKEN',
      user: undefined,
      password: values.SOMABRAIN_MEMORY_HTTP_TOKEN,
    },
    ...DSN_VARIABLES.flatMap((name) => {
      const dsn = values[name];
      return dsn === undefined ? [] : [{ name, ...dsnCredentials(dsn) }];
    }),
  ] as const;
  return used
    .filter(({ user, password }) => isPlaceholder(user ?? '') || isDevelopmentSecret(password ?? ''))
    .map(({ name }) => ({
      name,
      wrong: `it holds a development credential, which SOMABRAIN_MODE=${values.SOMABRAIN_MODE} should not run with`,
      remedy: 'write credentials of your own',
    }));
}
