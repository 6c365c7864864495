import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from '../support/run-program';
import { CACHE, copyProgram, type Generator } from './generator';
import { runOpenApiGenerator, VERSION } from './openapi-generator';

const PYTHON_CLIENT = '0.29.1';

/** The Python of an environment of its own with these packages. */
async function pythonWith(name: string, packages: readonly string[]): Promise<string> {
  const folder = join(CACHE, `python-${name}`);
  const python = join(folder, 'bin', 'python');
  if (!existsSync(join(folder, 'installed'))) {
    await outputOf('python3', ['-m', 'venv', '--clear', folder]);
    await outputOf(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
    await outputOf(python, ['-c', `open(${JSON.stringify(join(folder, 'installed'))}, 'w').close()`]);
  }
  return python;
}

/** Compiles every module, and imports it: much of Python shows its faults only then. */
async function importAll(python: string, packageName: string, folder: string): Promise<void> {
  await outputOf(python, ['-m', 'compileall', '-q', packageName], { cwd: folder });
  const program = `import importlib, pkgutil, ${packageName} as p
for m in pkgutil.walk_packages(p.__path__, p.__name__ + '.'): importlib.import_module(m.name)`;
  await outputOf(python, ['-c', program], { cwd: folder });
}

const httpxPython = () => pythonWith(`client-${PYTHON_CLIENT}`, [`openapi-python-client==${PYTHON_CLIENT}`]);
const pydanticPython = () =>
  pythonWith(`openapi-generator-${VERSION}`, [
    'urllib3==2.5.0',
    'python-dateutil==2.9.0.post0',
    'pydantic==2.12.3',
    'typing-extensions==4.15.0',
  ]);

export const OPENAPI_PYTHON_CLIENT: Generator = {
  name: 'openapi-python-client',
  pin: PYTHON_CLIENT,
  needs: ['python3'],
  generate: async ({ document, folder }) => {
    const python = await httpxPython();
    const options = ['--path', document, '--meta', 'none', '--output-path', 'brain', '--overwrite'];
    await outputOf(python, ['-m', 'openapi_python_client', 'generate', ...options], { cwd: folder });
    await copyProgram('openapi-python-client', folder);
  },
  compile: async ({ folder }) => importAll(await httpxPython(), 'brain', folder),
  run: async ({ folder }, env) => outputOf(await httpxPython(), ['program.py'], { cwd: folder, env }),
};

export const OPENAPI_GENERATOR_PYTHON: Generator = {
  name: 'openapi-generator (python)',
  pin: VERSION,
  needs: ['java', 'mvn', 'python3'],
  generate: async (place) => {
    await runOpenApiGenerator('python', place, ['--package-name', 'brain']);
    await copyProgram('openapi-generator-python', place.folder);
  },
  compile: async ({ folder }) => importAll(await pydanticPython(), 'brain', folder),
  run: async ({ folder }, env) => outputOf(await pydanticPython(), ['program.py'], { cwd: folder, env }),
};
