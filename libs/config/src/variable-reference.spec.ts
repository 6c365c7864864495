import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withComposeVariables } from './compose-reference';
import { COMPOSE_VARIABLES } from './compose-variables';
import { environmentSchema, VARIABLES } from './environment-schema';
import { loadConfiguration } from './load-configuration';
import { renderEnvExample, withVariableTable } from './variable-reference';

const root = join(__dirname, '../../..');

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** What `npm run generate` would change has to be committed. */
describe('generated documentation', () => {
  it.each(['config/.env.example', '.env.example'])('%s is up to date', (path) => {
    expect(read(path)).toBe(renderEnvExample());
  });

  it('docs/configuration.md is up to date', () => {
    const document = read('docs/configuration.md');
    expect(document).toBe(withVariableTable(document));
  });

  it.each(['docker-compose.yml', 'docker-compose.prod.yml', 'docker-compose.cog.yml'])(
    '%s passes every variable on',
    (path) => {
      const file = read(path);
      expect(file).toBe(withComposeVariables(file));
    },
  );

  it('is refused for a document without the markers', () => {
    expect(() => withVariableTable('# Configuration')).toThrow('variables:begin');
  });

  it('is complete: every variable stands in both', () => {
    for (const name of [...Object.keys(environmentSchema.shape), ...COMPOSE_VARIABLES.keys()]) {
      expect(read('config/.env.example')).toContain(`\n#${name}=`);
      expect(read('docs/configuration.md')).toContain(`| \`${name}\` |`);
    }
  });

  it('gives defaults that are what an unset variable means', () => {
    const fixed: Record<string, string> = {};
    for (const [name, { fixedDefault }] of VARIABLES)
      if (fixedDefault !== undefined) fixed[name] = fixedDefault;
    expect(loadConfiguration(fixed).configuration).toEqual(loadConfiguration({}).configuration);
  });
});
