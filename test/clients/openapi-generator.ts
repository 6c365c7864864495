import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { outputOf } from '../support/run-program';
import { CACHE, copyProgram, type Generator, type Workplace } from './generator';

export const VERSION = '7.25.0';
const ARTIFACT = `org.openapitools:openapi-generator-cli:${VERSION}`;
const JAR = join(CACHE, `openapi-generator-cli-${VERSION}.jar`);

/** Generates a client into the folder. @param language its name for openapi-generator */
export async function runOpenApiGenerator(
  language: string,
  { document, folder }: Workplace,
  options: readonly string[],
): Promise<void> {
  if (!existsSync(JAR)) {
    await mkdir(CACHE, { recursive: true });
    const copy = [`-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${CACHE}`];
    await outputOf('mvn', ['--batch-mode', '--quiet', 'dependency:copy', ...copy], { cwd: CACHE });
  }
  const made = ['generate', '--input-spec', document, '--generator-name', language, '--output', folder];
  await outputOf('java', ['-jar', JAR, ...made, ...options], { cwd: folder });
}

export const OPENAPI_GENERATOR_GO: Generator = {
  name: 'openapi-generator (go)',
  pin: VERSION,
  needs: ['java', 'mvn', 'go'],
  generate: async (place) => {
    const names = ['--git-user-id', 'client', '--git-repo-id', 'brain', '--git-host', 'example.com'];
    await runOpenApiGenerator('go', place, ['--package-name', 'brain', ...names]);
    // Its own tests would need a package more.
    await rm(join(place.folder, 'test'), { recursive: true, force: true });
    await copyProgram('openapi-generator-go', place.folder);
  },
  compile: async ({ folder }) => {
    await outputOf('go', ['mod', 'tidy'], { cwd: folder });
    await outputOf('go', ['build', './...'], { cwd: folder });
  },
  run: ({ folder }, env) => outputOf('go', ['run', './program'], { cwd: folder, env }),
};

export const OPENAPI_GENERATOR_JAVA: Generator = {
  name: 'openapi-generator (java)',
  pin: `${VERSION}, library native`,
  needs: ['java', 'mvn'],
  generate: async (place) => {
    const properties = 'useSingleRequestParameter=true,hideGenerationTimestamp=true';
    const settings = ['--library', 'native', '--additional-properties', properties];
    await runOpenApiGenerator('java', place, settings);
    await copyProgram('openapi-generator-java', join(place.folder, 'src', 'main', 'java'));
  },
  compile: async ({ folder }) => {
    const goals = ['compile', 'dependency:build-classpath', '-Dmdep.outputFile=classpath.txt'];
    await outputOf('mvn', ['--batch-mode', '--quiet', ...goals], { cwd: folder });
  },
  run: async ({ folder }, env) => {
    const libraries = await readFile(join(folder, 'classpath.txt'), 'utf8');
    const classpath = [join('target', 'classes'), libraries.trim()].join(delimiter);
    return outputOf('java', ['-cp', classpath, 'Program'], { cwd: folder, env });
  },
};
