import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Manifest, parseManifests, type Pods, podsOf } from '../support/kubernetes/manifest';
import { outputOf, PROJECT, type ProgramRun, runProgram } from '../support/run-program';
import { waitFor } from '../support/wait-for';
import { CHART, withFile } from './chart';

const CLUSTER = { KUBECONFIG: process.env.KUBECONFIG ?? '' };
const CONFIGURATION = 'k8s/somabrain-configmap.yaml';
const DEPLOYMENT = 'k8s/somabrain-deployment.yaml';
const RELEASE = [
  'somabrain-prod',
  CHART,
  '--namespace',
  'somabrain-prod',
  '--values',
  'deploy/helm/values.prod.yaml',
];

function kubectl(args: readonly string[], input = ''): Promise<ProgramRun> {
  return runProgram('kubectl', args, { env: CLUSTER, input });
}

function helm(args: readonly string[]): Promise<string> {
  return outputOf('helm', args, { env: CLUSTER });
}

/** The pods of manifests, as their controllers would make them. */
function podsAsMade(manifests: readonly Manifest[]): string {
  return podsOf(manifests)
    .filter(({ owner }) => owner.kind !== 'Pod')
    .map(({ owner, labels, spec }: Pods) =>
      stringify(
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: owner.metadata.name, labels },
          // Volumes of claims are added by the controller.
          spec: {
            ...spec,
            volumes: [...(spec.volumes ?? []), ...(owner.spec?.volumeClaimTemplates ?? []).map(claimOf)],
          },
        },
        { version: '1.1' },
      ),
    )
    .join('---\n');
}

function claimOf({ metadata: { name } }: { readonly metadata: { readonly name: string } }): object {
  return { name, persistentVolumeClaim: { claimName: name } };
}

/** On an API server that has nothing yet. No controllers run there, so nothing is started. */
describe('a real API server', () => {
  const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

  it('takes the plain manifests in the order of the documentation, without a warning', async () => {
    for (const path of [CONFIGURATION, DEPLOYMENT]) {
      const { code, out, err } = await kubectl(['apply', '--validate=strict', '-f', path]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/ created$/m);
    }
    expect(await kubectl(['apply', '-f', DEPLOYMENT])).toMatchObject({ code: 0, err: '' });
  });

  it('takes the examples', async () => {
    for (const path of ['k8s/examples/cloudnative-pg.yaml', 'k8s/examples/prometheus-operator.yaml']) {
      expect(await kubectl(['apply', '--validate=strict', '-f', path])).toMatchObject({ code: 0, err: '' });
    }
  });

  it('lets every pod of them into a namespace that is restricted', async () => {
    const pods = podsAsMade(parseManifests(read(DEPLOYMENT)));
    const { code, out, err } = await kubectl(
      ['create', '--dry-run=server', '--namespace', 'somabrain', '-f', '-'],
      pods,
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trim().split('\n').length).toBeGreaterThanOrEqual(10);
  });

  it.each([
    ['a container as root', 'runAsUser: 999', 'runAsUser: 0', 'violates PodSecurity "restricted:latest"'],
    [
      'a container that may gain rights',
      'allowPrivilegeEscalation: false',
      'allowPrivilegeEscalation: true',
      'allowPrivilegeEscalation != false',
    ],
    ['a container with every capability', 'drop: [ALL]', 'drop: []', 'unrestricted capabilities'],
  ])('keeps out %s', async (_, text, by, sentence) => {
    const pods = podsAsMade(parseManifests(read(DEPLOYMENT).replaceAll(text, by)));
    const { code, err } = await kubectl(
      ['create', '--dry-run=server', '--namespace', 'somabrain', '-f', '-'],
      pods,
    );
    expect(code).not.toBe(0);
    expect(err).toContain(sentence);
  });

  it.each([
    [
      'a selector that does not match',
      'app.kubernetes.io/component: opa\n        app.kubernetes.io/part-of',
      'app.kubernetes.io/component: oppa\n        app.kubernetes.io/part-of',
      '`selector` does not match template `labels`',
    ],
    [
      'a field that does not exist',
      'terminationGracePeriodSeconds: 60',
      'terminationGraceSeconds: 60',
      'unknown field "spec.template.spec.terminationGraceSeconds"',
    ],
    [
      'a request beyond its limit',
      'memory: 256Mi',
      'memory: 256Gi',
      'must be less than or equal to memory limit',
    ],
    ['a schedule that is none', '0 3 * * *', '0 25 * * *', 'spec.schedule: Invalid value'],
  ])('refuses %s', async (_, text, by, sentence) => {
    const spoilt = read(DEPLOYMENT);
    expect(spoilt).toContain(text);
    await withFile(spoilt.replaceAll(text, by), async (path) => {
      const { code, err } = await kubectl(['apply', '--dry-run=server', '--validate=strict', '-f', path]);
      expect(code).not.toBe(0);
      expect(err).toContain(sentence);
    });
  });

  it('takes an installation by Helm into a restricted namespace, and keeps its passwords over an upgrade', async () => {
    await kubectl(['create', 'namespace', 'somabrain-prod']);
    await kubectl([
      'label',
      'namespace',
      'somabrain-prod',
      ...['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`),
    ]);
    const installed = await helm(['install', ...RELEASE]);
    expect(installed).toContain('STATUS: deployed');
    expect(installed).toContain('curl https://api.somabrain.company.com/health');
    const before = await passwords();
    expect(Object.keys(before).sort()).toEqual([
      'BACKUP_SIGNING_KEY',
      'POSTGRES_EXPORTER_PASSWORD',
      'POSTGRES_OWNER_PASSWORD',
      'POSTGRES_PASSWORD',
      'REDIS_PASSWORD',
      'SOMABRAIN_API_TOKEN',
      'SOMABRAIN_JWT_SECRET',
      'SOMABRAIN_MEMORY_HTTP_TOKEN',
      'SOMABRAIN_METRICS_TOKEN',
      'SOMABRAIN_OPA_TOKEN',
    ]);
    const { BACKUP_SIGNING_KEY: key = '', ...random } = before;
    expect(createPrivateKey(Buffer.from(key, 'base64')).asymmetricKeyType).toBe('ed25519');
    for (const password of Object.values(random)) expect(Buffer.from(password, 'base64').length).toBe(40);
    expect(await helm(['upgrade', ...RELEASE, '--set', 'replicaCount=4'])).toContain('STATUS: deployed');
    expect(await passwords()).toEqual(before);
    const manifests = parseManifests(
      await helm(['get', 'manifest', 'somabrain-prod', '--namespace', 'somabrain-prod']),
    );
    const pods = podsAsMade(manifests);
    expect(
      await kubectl(['create', '--dry-run=server', '--namespace', 'somabrain-prod', '-f', '-'], pods),
    ).toMatchObject({ code: 0, err: '' });
  }, 120_000);

  it('takes the changes that operators make to a running installation, by the names of the documents', async () => {
    const inNamespace = (...args: string[]) => kubectl(['-n', 'somabrain-prod', ...args]);
    const limits = {
      containers: [{ name: 'somabrain', resources: { limits: { memory: '8Gi', cpu: '4000m' } } }],
    };
    const patch = JSON.stringify({ spec: { template: { spec: limits } } });
    for (const args of [
      ['patch', 'deployment', 'somabrain', '-p', patch],
      ['scale', 'deployment/somabrain-memory', '--replicas=3'],
      ['rollout', 'restart', 'deployment'],
      ['create', 'job', '--from=cronjob/somabrain-backup', 'first-backup', '--dry-run=server'],
      ['get', 'svc', 'somabrain', 'somabrain-prometheus'],
      ['get', 'hpa', 'somabrain-hpa'],
    ])
      expect([args, await inNamespace(...args)]).toEqual([
        args,
        expect.objectContaining({ code: 0, err: '' }),
      ]);
  });

  it('leaves the passwords where they are when the release is taken away, for the next one', async () => {
    const before = await passwords();
    await helm(['uninstall', 'somabrain-prod', '--namespace', 'somabrain-prod']);
    await waitFor(
      async () => (await kubectl(['get', 'deployment', '-n', 'somabrain-prod', '-o', 'name'])).out === '',
      {
        timeoutMs: 20_000,
        what: () => 'the deployments to go',
      },
    );
    expect(await passwords()).toEqual(before);
    await helm(['install', ...RELEASE]);
    expect(await passwords()).toEqual(before);
  }, 120_000);

  async function passwords(): Promise<Record<string, string>> {
    const secret = await kubectl([
      'get',
      'secret',
      'somabrain-secrets',
      '-n',
      'somabrain-prod',
      '-o',
      'json',
    ]);
    return (JSON.parse(secret.out) as { data: Record<string, string> }).data;
  }
});
