import { loadConfiguration, type ProcessKind } from '@somabrain/config';
import { generateKeyPairSync } from 'node:crypto';
import {
  type Container,
  containersOf,
  type Manifest,
  parseManifests,
  podsOf,
} from '../support/kubernetes/manifest';
import { rendered } from './chart';

const FOLDER = '/run/keys';
const SECRETS = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'SOMABRAIN_API_TOKEN', 'SOMABRAIN_JWT_SECRET'].concat(
  ['SOMABRAIN_MEMORY_HTTP_TOKEN', 'SOMABRAIN_METRICS_TOKEN', 'SOMABRAIN_OPA_TOKEN'],
);
const PROCESSES: Readonly<Record<string, ProcessKind>> = {
  somabrain: 'api',
  memory: 'memory',
  cognition: 'cognition',
};
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What files hold of their own: their path and so much more that a secret is long enough. */
function fileOf(path: string): string {
  if (path.endsWith('.pem')) return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return `${path}-is-long-enough-for-a-secret`;
}

function valuesOf(name: string, manifests: readonly Manifest[], kind: 'ConfigMap' | 'Secret') {
  const data = manifests.find((each) => each.kind === kind && each.metadata.name === name)?.data ?? {};
  if (kind === 'ConfigMap') return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
}

/** What a process is told in a container. */
function environmentOf(container: Container, manifests: readonly Manifest[]): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const { configMapRef } of container.envFrom ?? [])
    Object.assign(environment, valuesOf(configMapRef?.name ?? '', manifests, 'ConfigMap'));
  for (const { name, value, valueFrom } of container.env ?? []) {
    const secret = valueFrom?.secretKeyRef;
    const told = secret ? valuesOf(secret.name, manifests, 'Secret')[secret.key] : value;
    if (told !== undefined) environment[name] = told;
  }
  return environment;
}

/** The containers of SomaBrain that read its configuration: those of jobs and before the start, too. */
async function configured(args: readonly string[]) {
  const manifests = parseManifests(await rendered(args));
  return podsOf(manifests).flatMap((pods) =>
    containersOf(pods)
      .filter(({ envFrom }) => envFrom?.some(({ configMapRef }) => configMapRef?.name === 'somabrain-config'))
      .map((container) => ({
        name: `${container.name} of ${pods.owner.metadata.name}`,
        container,
        volumes: pods.spec.volumes ?? [],
        start: () =>
          loadConfiguration(environmentOf(container, manifests), {
            process: PROCESSES[container.name] ?? 'cli',
            readFile: fileOf,
          }).configuration,
      })),
  );
}

const WITH_FILES = [
  ...['--set-json', 'extraVolumes=[{"name": "keys", "secret": {"secretName": "keys"}}]'],
  ...['--set-json', `extraVolumeMounts=[{"name": "keys", "mountPath": "${FOLDER}", "readOnly": true}]`],
  ...['--set', 'cognition.enabled=true'],
  ...['--set-string', `environment.SOMABRAIN_JWT_PUBLIC_KEY_PATH=${FOLDER}/public.pem`],
];

describe('files of extraVolumes', () => {
  it('are where every process looks for them that is told of them', async () => {
    const containers = await configured(WITH_FILES);
    expect(new Set(containers.map(({ container }) => container.name))).toEqual(
      new Set(['migrate', 'somabrain', 'memory', 'cognition', 'topics', 'verify', 'backup']),
    );
    for (const { name, container, volumes } of containers) {
      expect([name, container.volumeMounts]).toContainEqual(
        expect.arrayContaining([expect.objectContaining({ name: 'keys', mountPath: FOLDER })]) as unknown,
      );
      expect([name, ...volumes.map((volume) => volume.name)]).toContain('keys');
    }
  });

  it('stand for secrets of which the generated Secret holds others', async () => {
    const files = SECRETS.flatMap((name) => ['--set-string', `environment.${name}_FILE=${FOLDER}/${name}`]);
    for (const { name, container, start } of await configured([...WITH_FILES, ...files])) {
      const { server } = start().postgres;
      const dsn = new URL(server.kind === 'external' ? server.dsn.reveal() : '');
      const isOwner = container.name === 'migrate' || container.name === 'backup';
      expect([name, dsn.username, decodeURIComponent(dsn.password)]).toEqual(
        isOwner
          ? [name, 'somabrain_owner', expect.stringMatching(/^\w{40}$/)]
          : [name, 'somabrain', fileOf(`${FOLDER}/POSTGRES_PASSWORD`)],
      );
    }
  });

  it('stand for the addresses of the chart, and for what it has to be told of a server elsewhere', async () => {
    const file = ['--set-string', `environment.SOMABRAIN_POSTGRES_DSN_FILE=${FOLDER}/dsn`];
    for (const enabled of ['true', 'false']) {
      const manifests = parseManifests(await rendered([...file, '--set', `postgresql.enabled=${enabled}`]));
      const config = valuesOf('somabrain-config', manifests, 'ConfigMap');
      expect(config).toMatchObject({ SOMABRAIN_POSTGRES_DSN_FILE: `${FOLDER}/dsn` });
      expect(config).not.toHaveProperty('SOMABRAIN_POSTGRES_DSN');
    }
  });
});
