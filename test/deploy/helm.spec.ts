import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '@somabrain/config';
import { parse } from 'yaml';
import { parseManifests } from '../support/kubernetes/manifest';
import { manifestFaults } from '../support/kubernetes/manifest-faults';
import { outputOf, PROJECT, runProgram } from '../support/run-program';
import { broughtBy, CHART, CHARTS, refusal, rendered, validate } from './chart';

const EVERYTHING = [
  'externalServices.enabled=true',
  'prometheus.operator.enabled=true',
  'grafana.dashboards.enabled=true',
  'redis.architecture=replication',
  'autoscaling.enabled=true',
  'networkPolicy.monitoringNamespaces={monitoring}',
].flatMap((setting) => ['--set', setting]);
const GUIDE = 'test/deploy/guide-values.yaml';
const EXTERNAL = 'deploy/helm/values.external.yaml';
/** A name, what Helm is told, and the file that says what operators bring themselves. */
const VALUES: [name: string, args: string[], brought?: string][] = [
  ['the defaults', []],
  ['the values of the guide', ['--values', GUIDE]],
  ['production', ['--values', 'deploy/helm/values.prod.yaml']],
  ['servers that others run', ['--values', EXTERNAL], EXTERNAL],
  ['the plain manifests', ['--values', 'deploy/helm/values.k8s.yaml'], 'k8s/somabrain-configmap.yaml'],
  ['everything on', EVERYTHING],
  [
    'nothing kept and nothing guarded',
    ['--set', 'networkPolicy.enabled=false,redis.auth.enabled=false,kafka.persistence.enabled=false'],
  ],
];

describe.each(VALUES)('the chart with %s', (_, args, brought) => {
  it('renders what Kubernetes knows, and nothing in it points to what is not there', async () => {
    const text = await rendered(args);
    expect(await validate(text)).toMatchObject({ code: 0, err: '' });
    const own = brought ? broughtBy(brought) : [];
    expect(manifestFaults([...parseManifests(text), ...own])).toEqual([]);
  });

  it('is as Helm likes it', async () => {
    const { code, out } = await runProgram('helm', ['lint', '--strict', CHART, ...args]);
    expect([code, out]).toEqual([0, expect.stringContaining('0 chart(s) failed')]);
  });
});

describe('the chart', () => {
  it('takes every key of the guide and gives it its meaning', async () => {
    const manifests = parseManifests(await rendered(['--values', GUIDE]));
    const named = (kind: string, name: string) =>
      manifests.find((each) => each.kind === kind && each.metadata.name === name)?.spec;
    expect(named('HorizontalPodAutoscaler', 'somabrain-hpa')).toMatchObject({
      minReplicas: 3,
      maxReplicas: 10,
      scaleTargetRef: { name: 'somabrain' },
    });
    expect(named('Service', 'somabrain')).toMatchObject({
      type: 'LoadBalancer',
      ports: [{ port: 80, targetPort: 'http' }, {}],
    });
    expect(named('Deployment', 'somabrain')?.template?.spec.containers[0]).toMatchObject({
      name: 'somabrain',
      image: 'somabrain/somabrain:v0.1.0',
      ports: [{ containerPort: 9696 }],
      resources: { limits: { memory: '4Gi', cpu: '2000m' } },
    });
    expect(named('StatefulSet', 'somabrain-redis-replica')).toMatchObject({ replicas: 2 });
    expect(named('StatefulSet', 'somabrain-kafka')).toMatchObject({ replicas: 3 });
    const sizes = ['postgres', 'redis', 'kafka', 'prometheus'].map((server) =>
      JSON.stringify(named('StatefulSet', `somabrain-${server}`)?.volumeClaimTemplates),
    );
    expect(sizes.map((size) => /"storage":"(\d+Gi)"/.exec(size)?.[1])).toEqual([
      '500Gi',
      '100Gi',
      '100Gi',
      '100Gi',
    ]);
    expect(JSON.stringify(named('StatefulSet', 'somabrain-prometheus'))).toContain('retention.time=30d');
    expect(named('Ingress', 'somabrain')).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ secretName: 'somabrain-tls' }],
    });
  });

  it('ships the values of the guide with nothing of them changed', () => {
    const read = (path: string) => parse(readFileSync(join(PROJECT, path), 'utf8')) as object;
    expect(read('deploy/helm/values.prod.yaml')).toMatchObject(read(GUIDE));
  });

  it.each([
    ['the API', 'api'],
    ['the memory service', 'memory'],
    ['the command line', 'cli'],
  ] as const)(
    'configures %s so that it starts in production, every password from the one Secret',
    async (_, process) => {
      const manifests = parseManifests(await rendered(['--values', GUIDE]));
      const config = manifests.find(
        ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'somabrain-config',
      )?.data;
      const secret = manifests.find(({ kind }) => kind === 'Secret')?.data ?? {};
      const passwords = Object.fromEntries(
        Object.entries(secret).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]),
      );
      const { configuration, warnings } = loadConfiguration({ ...config, ...passwords }, { process });
      expect(warnings).toEqual([]);
      expect(configuration.mode).toBe('production');
      const { server } = configuration.postgres;
      expect(server.kind === 'external' && server.dsn.reveal()).toBe(
        `postgresql://somabrain:${passwords.POSTGRES_PASSWORD}@somabrain-postgres:5432/somabrain`,
      );
    },
  );

  it('makes a key that signs backups, another one for each installation, and takes yours instead', async () => {
    const keyOf = async (args: readonly string[] = []) => {
      const secret = parseManifests(await rendered(args)).find(({ kind }) => kind === 'Secret')?.data ?? {};
      return Buffer.from(secret.BACKUP_SIGNING_KEY ?? '', 'base64').toString();
    };
    const [first, second] = [await keyOf(), await keyOf()];
    for (const key of [first, second]) expect(createPrivateKey(key).asymmetricKeyType).toBe('ed25519');
    expect(first).not.toBe(second);
    // The scripts sign with it as it is.
    const program = `const { signingKey, fingerprint } = await import('./scripts/lib/backup-keys.mjs');
      console.log(fingerprint(signingKey(process.env)));`;
    const env = { BACKUP_SIGNING_KEY: first };
    const node = ['--input-type=module', '-e', program];
    expect(await outputOf(process.execPath, node, { env })).toMatch(/^[0-9a-f]{16}\n$/);
    expect(await keyOf(['--set', 'secret.values.BACKUP_SIGNING_KEY=mine'])).toBe('mine');
  });

  it('gives the key that signs backups to the jobs of backups alone', async () => {
    const holders = parseManifests(await rendered())
      .filter((manifest) => JSON.stringify(manifest).includes('"BACKUP_SIGNING_KEY"'))
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(holders.sort()).toEqual([
      'CronJob somabrain-backup',
      'CronJob somabrain-test-restore',
      'CronJob somabrain-verify-backup',
      'Secret somabrain-secrets',
    ]);
  });

  it.each(['soma-infra', 'soma-apps'])(
    'can be taken apart: %s alone renders what Kubernetes knows',
    async (name) => {
      expect(await validate(await rendered([], `${CHARTS}/${name}`))).toMatchObject({ code: 0 });
      expect((await runProgram('helm', ['lint', '--strict', `${CHARTS}/${name}`])).code).toBe(0);
    },
  );

  it('renders the same as its parts do', async () => {
    // What it makes the topics by is in the name of that job; only the whole knows how many brokers there are.
    const namesOf = (text: string) =>
      parseManifests(text).map(
        ({ kind, metadata }) => `${kind} ${metadata.name.replace(/(topics)-\w+$/, '$1')}`,
      );
    const parts = await Promise.all(
      ['soma-infra', 'soma-apps'].map((name) => rendered([], `${CHARTS}/${name}`)),
    );
    expect(namesOf(await rendered()).sort()).toEqual(parts.flatMap(namesOf).sort());
  });

  it('can be packed and installed from the package', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const folder = await mkdtemp('/tmp/somabrain-chart-');
    await outputOf('helm', ['package', CHART, '--destination', folder]);
    const packed = await rendered(['--set', 'secret.create=false'], join(folder, 'somabrain-0.1.0.tgz'));
    expect(packed).toBe(await rendered(['--set', 'secret.create=false']));
    await rm(folder, { recursive: true });
  });

  it('made the plain manifests: npm run build:manifests', async () => {
    const program = `import { renderManifests } from './scripts/manifests.mjs'; process.stdout.write(JSON.stringify(await renderManifests()));`;
    const files = JSON.parse(await outputOf(process.execPath, ['--input-type=module', '-e', program])) as {
      path: string;
      content: string;
    }[];
    for (const { path, content } of files) {
      expect(readFileSync(join(PROJECT, path), 'utf8')).toBe(content);
      expect(await validate(content)).toMatchObject({ code: 0, err: '' });
    }
  });
});

describe('a mistake in the values', () => {
  it.each([
    ['a misspelt key', 'replicaCuont=3', "additional properties 'replicaCuont' not allowed"],
    [
      'a misspelt key further down',
      'redis.auth.enable=true',
      "at '/redis/auth': additional properties 'enable' not allowed",
    ],
    ['a word for a number', 'replicaCount=many', "at '/replicaCount': got string, want integer"],
    [
      'a kind of service that there is not',
      'service.type=External',
      "at '/service/type': value must be one of",
    ],
    [
      'a misspelt variable',
      'environment.SOMABRAIN_MOED=x',
      "at '/environment': additional properties 'SOMABRAIN_MOED' not allowed",
    ],
    [
      'a secret in the open',
      'environment.SOMABRAIN_API_TOKEN=x',
      "additional properties 'SOMABRAIN_API_TOKEN' not allowed",
    ],
    [
      'a password in a URL in the open',
      'environment.SOMABRAIN_POSTGRES_DSN=postgresql://a:b@c/d',
      "at '/environment/SOMABRAIN_POSTGRES_DSN'",
    ],
    [
      'a key of a part, which would go unheard',
      'soma-apps.replicaCount=7',
      "at '/soma-apps/replicaCount': value must be 2",
    ],
    [
      'a server that is nowhere',
      'redis.enabled=false',
      'redis.enabled is false: say in environment.SOMABRAIN_REDIS_URL where yours is',
    ],
    [
      'one address for three brokers',
      'externalServices.enabled=true,kafka.replicaCount=3',
      'externalServices.enabled exposes one broker',
    ],
  ])('is refused: %s', async (_, setting, sentence) => {
    const { code, err } = await refusal(['--set', setting]);
    expect(code).not.toBe(0);
    expect(err).toContain(sentence);
  });
});

describe('a mistake in a manifest', () => {
  it.each([
    ['a misspelt field', 'readinessProbe:', 'readynessProbe:'],
    ['a number as text', 'containerPort: 9595', 'containerPort: "9595"'],
    ['a field that is missing', "schedule: '0 3 * * *'", ''],
    ['a kind that does not exist', 'kind: NetworkPolicy', 'kind: NetworkPolice'],
  ])('is refused by the schemas: %s', async (_, text, by) => {
    const manifests = await rendered();
    expect(manifests).toContain(text);
    expect((await validate(manifests.replace(text, by))).code).not.toBe(0);
  });
});
