import { COMPOSE_VARIABLES } from '@somabrain/config';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { codeOf, headingsOf, linksOf } from '../support/markdown';
import { parseManifests } from '../support/kubernetes/manifest';
import { PROJECT } from '../support/run-program';

const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const present = (path: string) => existsSync(join(PROJECT, path));

const DOCUMENTS = [
  'README.md',
  'libs/README.md',
  'migrations/README.md',
  ...readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];
const texts = DOCUMENTS.map((path) => [path, read(path)] as const);

/** Every piece of code in the documents that a pattern finds, with what its group captured. */
function found(pattern: RegExp): string[] {
  return texts.flatMap(([path, text]) =>
    codeOf(text).flatMap((code) => [...code.matchAll(pattern)].map((match) => `${path}: ${match[1] ?? ''}`)),
  );
}

/** Those of them that are not known. @throws where the pattern finds nothing at all, for then it proves nothing */
function unknownOf(pattern: RegExp, isKnown: (name: string) => boolean): string[] {
  const places = new Set(found(pattern));
  if (places.size === 0) throw new Error(`No document has anything like ${pattern.source}`);
  return [...places].filter((place) => !isKnown(place.slice(place.indexOf(': ') + 2)));
}

function servicesOf(file: string): string[] {
  return Object.keys((parse(read(file), { merge: true }) as { services: object }).services);
}

describe('the documents', () => {
  it.each(texts)('%s links to what is there', (path, text) => {
    const broken = linksOf(text).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!present(target)) return true;
      return anchor !== undefined && !headingsOf(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('name files of the project that are there', () => {
    const pattern =
      /(?<![\w/.:~-])((?:\.\/)?(?:scripts|deploy|k8s|ops|infra|test|libs|migrations|config|docs)\/[\w./-]*[\w-])(?![\w*{/])/g;
    expect(
      unknownOf(
        pattern,
        (path) => present(path) || present(`${path}.spec.ts`) || present(`${path}.spec.mjs`),
      ),
    ).toEqual([]);
  });

  it('call scripts of package.json that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(unknownOf(/npm run ([\w:-]+)/g, (name) => name in scripts)).toEqual([]);
  });

  it('call commands of somabrain that are there', () => {
    const commands = [...read('docs/cli.md').matchAll(/^## (\w[\w-]*)/gm)].map(([, name]) => name);
    // Not the user and the database of that name.
    const pattern = /(?:^|[\s(])(?<!role |database )somabrain ((?!-|somabrain )[a-z][a-z-]+)(?= |$|\n)/gm;
    expect(unknownOf(pattern, (name) => commands.includes(name))).toEqual([]);
  });

  it('name services of the compose files that are there', () => {
    const services = ['docker-compose.yml', 'docker-compose.prod.yml'].flatMap(servicesOf);
    const pattern =
      /docker compose [^\n|]*?(?:run --rm|exec(?: -T)?(?: -e \S+)*|logs(?: -f)?|--build|stop|start|restart|build)((?: [a-z_-]+)+)/g;
    const named = (names: string) => names.trim().split(' ')[0] ?? '';
    expect(unknownOf(pattern, (names) => services.includes(named(names)))).toEqual([]);
  });

  it('name objects of the plain manifests that are there', () => {
    const manifests = ['somabrain-deployment', 'somabrain-configmap', 'examples/cognition'];
    const objects = manifests.flatMap((file) => parseManifests(read(`k8s/${file}.yaml`)));
    const names = objects.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`);
    const pattern = /-n somabrain (?:[^\n|]*?[ =])?((?:deployment|statefulset|cronjob|svc|service)\/[\w-]+)/g;
    expect(unknownOf(pattern, (name) => names.includes(name.replace(/^svc\//, 'service/')))).toEqual([]);
  });

  it('name variables that are read', () => {
    const known = new Set([
      ...[...read('docs/configuration.md').matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name),
      ...COMPOSE_VARIABLES.keys(),
      // Of the programs around the services.
      ...[...read('scripts/stack-servers.mjs').matchAll(/SOMABRAIN_[A-Z_]+[A-Z]/g)].map(([name]) => name),
    ]);
    const pattern = /(?<![\w])(SOMABRAIN_[A-Z_]+[A-Z]|[A-Z_]+_HOST_PORT)(?![\w*])/g;
    expect(unknownOf(pattern, (name) => known.has(name) || known.has(name.replace(/_FILE$/, '')))).toEqual(
      [],
    );
  });
});
