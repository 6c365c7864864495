import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { chartHash, MANIFESTS } from './manifests.mjs';
import { root } from './setup.mjs';

const CHART = 'deploy/helm/charts/somabrain';
/** What the chart needs of other folders. */
const COPIES = `${CHART}/charts/soma-infra/files/`;
/** In a process of its own: Prettier is published as ES modules, which Jest does not load. */
const PROGRAM = `
  import { require } from 'tsx/cjs/api';
  import { renderCharts } from './scripts/charts.mjs';
  const { kubernetesVariables } = require('./libs/config/src/index.ts', '${join(root, 'program.mjs')}');
  process.stdout.write(JSON.stringify(await renderCharts(kubernetesVariables())));`;

function read(path) {
  return readFileSync(join(root, path), 'utf8');
}

describe('the charts', () => {
  const { version } = JSON.parse(read('package.json'));

  it('hold what is generated: npm run generate writes it', () => {
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
      cwd: root,
      encoding: 'utf8',
    });
    const files = JSON.parse(stdout);
    expect(files.length).toBeGreaterThan(10);
    for (const { path, content } of files) expect([path, read(path)]).toEqual([path, content]);
    const copies = readdirSync(join(root, COPIES), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
    const generated = files.map(({ path }) => path).filter((path) => path.startsWith(COPIES));
    expect(copies.toSorted()).toEqual(generated.toSorted());
  });

  it.each([CHART, `${CHART}/charts/soma-infra`, `${CHART}/charts/soma-apps`])(
    '%s has the version of the project',
    (folder) => {
      expect(parse(read(`${folder}/Chart.yaml`))).toMatchObject({ version, appVersion: `v${version}` });
    },
  );

  it.each(['soma-infra', 'soma-apps'])('render every template of %s in the chart above', (name) => {
    const templates = readdirSync(join(root, CHART, 'charts', name, 'templates')).filter((file) =>
      /^[a-z].*\.yaml$/.test(file),
    );
    const above = read(`${CHART}/templates/${name}.yaml`);
    expect(templates.filter((file) => !above.includes(`"${file}"`))).toEqual([]);
  });

  it.each(MANIFESTS)('made $path as they are: npm run build:manifests writes it', ({ path }) => {
    expect(read(path)).toContain(`# Sources: ${chartHash()}\n`);
  });
});
