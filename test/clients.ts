import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE, type Generator, type Workplace } from './clients/generator';
import { OPENAPI_GENERATOR_GO, OPENAPI_GENERATOR_JAVA } from './clients/openapi-generator';
import { OPENAPI_GENERATOR_PYTHON, OPENAPI_PYTHON_CLIENT } from './clients/python-generators';
import { OPENAPI_TYPESCRIPT, ORVAL_FETCH } from './clients/typescript-generators';
import { API_TOKEN } from './e2e/support/token-signer';
import { PROJECT } from './support/run-program';
import { ServiceProcess } from './support/service-process';

const USAGE = `npm run test:clients -- [--only TEXT] [--document FILE]

Generates clients from the OpenAPI document, compiles each, and remembers and recalls with it at a service of its own that asks for a token.
--only takes those whose names hold the text; several: repeat it. What is downloaded lies in .cache/clients. A step that fails writes its output
there.`;

const GENERATORS: readonly Generator[] = [
  OPENAPI_TYPESCRIPT,
  ORVAL_FETCH,
  OPENAPI_PYTHON_CLIENT,
  OPENAPI_GENERATOR_PYTHON,
  OPENAPI_GENERATOR_GO,
  OPENAPI_GENERATOR_JAVA,
];
const STEPS = ['generated', 'compiled', 'remember', 'recall'] as const;
const CONTENT = 'Paris is the capital of France';

type Outcome = Readonly<Record<(typeof STEPS)[number], boolean>> & { readonly name: string };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      document: { type: 'string', default: join(PROJECT, 'docs', 'openapi', 'openapi.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { only, document } = values;
  const chosen = GENERATORS.filter(
    ({ name }) => only.length === 0 || only.some((text) => name.includes(text)),
  );
  const missing = missingPrograms(chosen);
  if (chosen.length === 0) missing.push(`No generator is called ${only.join(' or ')}.`);
  if (missing.length > 0) {
    console.error(missing.join('\n'));
    process.exitCode = 1;
    return;
  }
  const outcomes = await withService((service) => tryAll(chosen, resolve(document), service));
  console.log(table(outcomes));
  if (outcomes.some((outcome) => STEPS.some((step) => !outcome[step]))) process.exitCode = 1;
}

/** A sentence for each program that is not there. */
function missingPrograms(chosen: readonly Generator[]): string[] {
  const needed = new Set(chosen.flatMap(({ needs }) => needs));
  return [...needed].flatMap((program) => {
    const { error } = spawnSync(program, ['-h'], { stdio: 'ignore' });
    if (!error) return [];
    const users = chosen.filter(({ needs }) => needs.includes(program)).map(({ name }) => name);
    return [
      `${program} is not on the PATH, and ${users.join(', ')} need it. Install it, or choose others with --only.`,
    ];
  });
}

async function withService<T>(work: (service: Record<string, string>) => Promise<T>): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'somabrain-clients-'));
  await chmod(data, 0o755); // as root the server has an account of its own, which must be able to enter
  const settings = { SOMABRAIN_DATA_DIR: join(data, 'postgres'), SOMABRAIN_API_TOKEN: API_TOKEN };
  const service = await ServiceProcess.start(settings);
  try {
    return await work({ CLIENT_URL: service.url, CLIENT_TOKEN: API_TOKEN });
  } finally {
    await service.stop();
    await rm(data, { recursive: true, force: true });
  }
}

async function tryAll(
  chosen: readonly Generator[],
  document: string,
  service: Record<string, string>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, generator] of chosen.entries()) {
    const folder = join(CACHE, generator.name.replaceAll(/\W+/g, '-').replace(/-$/, ''));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    console.log(`${generator.name} ${generator.pin}`);
    const own = { ...service, CLIENT_TENANT: `clients-${index}` };
    outcomes.push(await tryOne(generator, { document, folder }, own));
  }
  return outcomes;
}

async function tryOne(
  generator: Generator,
  place: Workplace,
  service: Record<string, string>,
): Promise<Outcome> {
  const { name } = generator;
  let [generated, compiled, printed] = [false, false, ''];
  try {
    await generator.generate(place);
    generated = true;
    await generator.compile(place);
    compiled = true;
    printed = await generator.run(place, service);
  } catch (error) {
    const log = `${place.folder}.log`;
    await writeFile(log, String(error));
    console.error(`${String(error).slice(0, 2_000)}\n(all of it: ${log})`);
  }
  const lines = printed.split('\n').map((line) => line.trim());
  return {
    name,
    generated,
    compiled,
    remember: lines.some((line) => /^remember [0-9a-f-]{36}$/.test(line)),
    recall: lines.includes(`recall ${CONTENT}`),
  };
}

function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => [
    outcome.name,
    ...STEPS.map((step) => (outcome[step] ? 'yes' : 'NO')),
  ]);
  const all = [['generator', ...STEPS], ['---', ...STEPS.map(() => '---')], ...rows];
  return `\n${all.map((row) => `| ${row.join(' | ')} |`).join('\n')}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
