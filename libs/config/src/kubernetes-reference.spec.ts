import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ConfigurationError } from './configuration-error';
import type { Environment } from './environment';
import { VARIABLES } from './environment-schema';
import { renderKubernetesConfiguration } from './kubernetes-reference';
import { loadConfiguration } from './load-configuration';
import type { ProcessKind } from './process-kind';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

const PROCESSES: readonly ProcessKind[] = ['api', 'memory', 'cli'];
const manifests = parseAllDocuments(renderKubernetesConfiguration()).map(
  (document) => document.toJS() as Manifest,
);
const data = manifests[1]?.data ?? {};
const secrets = manifests[2]?.stringData ?? {};

function refusedIn(environment: Environment, process: ProcessKind): string[] {
  try {
    loadConfiguration(environment, { process });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ variable, wrong }) => `${variable}: ${wrong}`);
  }
}

describe('k8s/somabrain-configmap.yaml', () => {
  it.each(['deploy/k8s', 'k8s'])('is up to date in %s: npm run generate writes it', (folder) => {
    const path = join(__dirname, '../../..', folder, 'somabrain-configmap.yaml');
    expect(readFileSync(path, 'utf8')).toBe(renderKubernetesConfiguration());
  });

  it('brings the namespace first, so that it applies to an empty cluster', () => {
    expect(manifests.map(({ kind }) => kind)).toEqual(['Namespace', 'ConfigMap', 'Secret']);
    expect(manifests[0]?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  // Servers are started with them, and no process of SomaBrain reads them.
  const ofServers = ['POSTGRES_EXPORTER_PASSWORD', 'POSTGRES_OWNER_PASSWORD', 'SOMABRAIN_OPA_TOKEN'].filter(
    (name) => !VARIABLES.has(name),
  );

  it('names every variable once', () => {
    const named = [...renderKubernetesConfiguration().matchAll(/^ {2}(?:# )?([A-Z][A-Z_]+): '/gm)];
    expect(named.map(([, name]) => name).sort()).toEqual([...VARIABLES.keys(), ...ofServers].sort());
  });

  it.each(PROCESSES)('is a configuration that %s starts with', (process) => {
    expect(refusedIn({ ...data, ...secrets }, process)).toEqual([]);
  });

  it.each(PROCESSES)('is refused by %s in production until every password is exchanged', (process) => {
    const refused = refusedIn({ ...data, ...secrets, SOMABRAIN_MODE: 'production' }, process);
    const wrong = 'it holds a development credential, which SOMABRAIN_MODE=production should not run with';
    expect(refused.sort()).toEqual(
      Object.keys(secrets)
        .filter((name) => !ofServers.includes(name))
        .sort()
        .map((name) => `${name}: ${wrong}`),
    );
    const own = Object.fromEntries(Object.keys(secrets).map((name) => [name, `own-${'x'.repeat(32)}`]));
    expect(refusedIn({ ...data, ...own, SOMABRAIN_MODE: 'production' }, process)).toEqual([]);
  });

  it('keeps what is secret out of the ConfigMap', () => {
    for (const [name, value] of Object.entries(data)) {
      if (VARIABLES.get(name)?.sensitive)
        expect(new URL(value)).toMatchObject({ username: '', password: '' });
      expect(Object.values(secrets)).not.toContain(value);
    }
  });
});
