import { VARIABLES } from './environment-schema';
import { COMPOSE_VARIABLES } from './compose-variables';
import { replaceBetween } from './replace-between';
import { pem } from './variable-kinds';

const BEGIN = '# variables:begin (npm run generate)\nx-variables: &variables\n';
const END = '# variables:end\n';
const NOTHING = 'none';

/**
 * A compose file that passes every variable on, so that what is written in `.env` reaches the processes.
 * @throws Error if the file lacks the markers
 */
export function withComposeVariables(file: string): string {
  const names = [...VARIABLES].flatMap(([name, { aliases, accepts }]) => [
    name,
    ...aliases.filter(isOurs),
    // What has many lines is a file. One line stands in .env, which is a file for secrets itself.
    ...(accepts === pem.accepts ? [`${name}_FILE`] : []),
  ]);
  return replaceBetween(file, BEGIN, END, names.map((name) => `  ${name}:\n`).join(''));
}

/** Whether nobody else would set it: a shell may have REDIS_URL for something else. */
function isOurs(alias: string): boolean {
  return alias.startsWith('SOMABRAIN_');
}

/** The part of `.env.example` that only docker compose reads. */
export function renderComposeExample(): string {
  const examples = [...COMPOSE_VARIABLES].map(
    ([name, { description, accepts, fixedDefault }]) =>
      `# ${description}\n# Value: ${accepts}. Default: ${fixedDefault || NOTHING}.\n#${name}=${fixedDefault}`,
  );
  return ['# --- Compose ---', ...examples].join('\n\n');
}

/** The table of the variables that only docker compose reads. */
export function renderComposeTable(): string {
  const rows = [...COMPOSE_VARIABLES].map(
    ([name, { description, accepts, fixedDefault }]) =>
      `| \`${name}\` | ${accepts} | ${fixedDefault ? `\`${fixedDefault}\`` : NOTHING} | ${description} |`,
  );
  return [
    '### Compose',
    '',
    'No process of SomaBrain reads these: they are for `docker compose` and the scripts, in `.env`.',
    '',
    '| Variable | Value | Default | What it is for |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
