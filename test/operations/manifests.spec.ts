import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesVariables } from '@somabrain/config';
import { containersOf, type Manifest, parseManifests, podsOf } from '../support/kubernetes/manifest';
import { manifestFaults } from '../support/kubernetes/manifest-faults';
import { mayConnect } from '../support/kubernetes/network-policy';

const FILES = ['k8s/somabrain-configmap.yaml', 'k8s/somabrain-deployment.yaml'];
const [configuration, deployment] = FILES.map((file) =>
  readFileSync(join(__dirname, '../..', file), 'utf8'),
) as [string, string];
const manifests = [...parseManifests(configuration), ...parseManifests(deployment)];
const pods = podsOf(manifests);
const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');

function named(kind: string, name: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}`);
  return found;
}

function podsNamed(component: string) {
  const found = pods.find(({ labels }) => labels['app.kubernetes.io/component'] === component);
  if (!found) throw new Error(`There are no pods of ${component}`);
  return found;
}

/** The manifests with one text of the deployment replaced everywhere. */
function spoilt(text: string, by: string): string[] {
  expect(deployment).toContain(text);
  return manifestFaults([
    ...parseManifests(configuration),
    ...parseManifests(deployment.replaceAll(text, by)),
  ]);
}

describe('the plain manifests', () => {
  it('point to nothing that is not there', () => {
    expect(manifestFaults(manifests)).toEqual([]);
  });

  it('belong to the namespace that the first of them makes', () => {
    expect(manifests[0]).toMatchObject({ kind: 'Namespace', metadata: { name: 'somabrain' } });
    const elsewhere = manifests.filter(
      ({ kind, metadata }) => !/^Namespace$|^Cluster/.test(kind) && metadata.namespace !== 'somabrain',
    );
    expect(elsewhere).toEqual([]);
  });

  it('give each server its own port inside, and one from 20020 on outside', () => {
    const ports = (name: string) => named('Service', name).spec?.ports?.map(({ port }) => port);
    expect({
      api: ports('somabrain-app'),
      memory: ports('memory-service'),
      redis: [...ports('somabrain-redis')!, ...ports('somabrain-redis-external')!],
      kafka: [...ports('somabrain-kafka')!, ...ports('somabrain-kafka-external')!],
      kafkaExporter: [...ports('somabrain-kafka-exporter')!, ...ports('somabrain-kafka-exporter-external')!],
      opa: [...ports('somabrain-opa')!, ...ports('somabrain-opa-external')!],
      prometheus: [...ports('somabrain-prometheus')!, ...ports('somabrain-prometheus-external')!],
      postgres: [...ports('somabrain-postgres')!, ...ports('somabrain-postgres-external')!],
      postgresExporter: [
        ...ports('somabrain-postgres-exporter')!,
        ...ports('somabrain-postgres-exporter-external')!,
      ],
    }).toEqual({
      api: [20020, 9696],
      memory: [9595],
      redis: [6379, 9121, 20021],
      kafka: [9092, 20022],
      kafkaExporter: [9308, 20023],
      opa: [8181, 20024],
      prometheus: [9090, 20025],
      postgres: [5432, 20026],
      postgresExporter: [9187, 20027],
    });
  });

  it('have a server wherever the ConfigMap says there is one', () => {
    for (const value of Object.values(named('ConfigMap', 'somabrain-config').data ?? {})) {
      if (!value.includes('://')) continue;
      const { hostname, port } = new URL(value);
      expect(named('Service', hostname).spec?.ports?.map((each) => String(each.port))).toContain(port);
    }
  });

  it('give a process of ours only variables that it knows', () => {
    const known = kubernetesVariables();
    const ours = ['api', 'memory', 'topics', 'audit-verification'].flatMap((component) =>
      containersOf(podsNamed(component)),
    );
    const given = ours.flatMap(({ env = [] }) => env.map(({ name }) => name));
    expect(given.filter((name) => ![...known.secret, ...known.public].includes(name))).toEqual([]);
  });

  it('migrate before a service starts', () => {
    for (const component of ['api', 'memory']) {
      expect(podsNamed(component).spec.initContainers?.map(({ name }) => name)).toEqual(['migrate']);
    }
  });
});

describe('the network policies', () => {
  it.each([
    ['api', 'postgres', 'postgres'],
    ['api', 'redis', 'redis'],
    ['api', 'kafka', 'kafka'],
    ['api', 'opa', 'opa'],
    ['api', 'memory', 'http'],
    ['memory', 'postgres', 'postgres'],
    ['memory', 'kafka', 'kafka'],
    ['topics', 'kafka', 'kafka'],
    ['audit-verification', 'postgres', 'postgres'],
    ['backup', 'postgres', 'postgres'],
    ['backup', 'redis', 'redis'],
    ['backup', 'kafka', 'kafka'],
    ['backup', 'api', 'http'],
    ['kafka', 'kafka', 'controller'],
    ['kafka', 'kafka', 'kafka'],
    ['kafka-exporter', 'kafka', 'kafka'],
    ['postgres-exporter', 'postgres', 'postgres'],
    ['prometheus', 'api', 'http'],
    ['prometheus', 'memory', 'http'],
    ['prometheus', 'redis', 'metrics'],
    ['prometheus', 'kafka-exporter', 'metrics'],
    ['prometheus', 'postgres-exporter', 'metrics'],
    ['prometheus', 'opa', 'opa'],
  ])('let %s reach %s on its port %s', (from, to, port) => {
    expect(mayConnect(policies, podsNamed(from), podsNamed(to), port)).toBe(true);
  });

  it.each([
    ['memory', 'opa', 'opa'],
    ['memory', 'redis', 'redis'],
    ['memory', 'api', 'http'],
    ['api', 'kafka', 'controller'],
    ['backup', 'kafka', 'controller'],
    ['backup', 'memory', 'http'],
    ['api', 'prometheus', 'web'],
    ['opa', 'postgres', 'postgres'],
    ['prometheus', 'postgres', 'postgres'],
    ['kafka-exporter', 'memory', 'http'],
    ['redis', 'postgres', 'postgres'],
  ])('keep %s away from %s on its port %s', (from, to, port) => {
    expect(mayConnect(policies, podsNamed(from), podsNamed(to), port)).toBe(false);
  });

  it('keep a stranger of the same namespace away from everything but the API', () => {
    const stranger = { ...podsNamed('opa'), labels: { app: 'stranger' } };
    const reached = pods.filter((to) =>
      (to.spec.containers[0]?.ports ?? []).some(({ name }) => mayConnect(policies, stranger, to, name)),
    );
    expect(reached.map(({ labels }) => labels['app.kubernetes.io/component'])).toEqual(['api']);
  });
});

describe('a mistake in the manifests', () => {
  it.each([
    [
      'a service that selects no pod',
      'component: opa\n---',
      'component: oppa\n---',
      'Service somabrain-opa selects no pod',
    ],
    [
      'a Secret that is not there',
      'name: somabrain-secrets',
      'name: somabrain-secret',
      'needs Secret somabrain-secret, which does not exist',
    ],
    [
      'a key that the Secret lacks',
      'key: POSTGRES_PASSWORD',
      'key: POSTGRES_PASWORD',
      'needs POSTGRES_PASWORD of Secret somabrain-secrets',
    ],
    [
      'a ConfigMap that is not there',
      'name: somabrain-config\n',
      'name: somabrain-configs\n',
      'needs ConfigMap somabrain-configs',
    ],
    ['a port that no pod has', 'targetPort: http\n', 'targetPort: htpp\n', 'leads to the port htpp'],
    ['a probe that asks for too much', 'path: /health/ready', 'path: /health', 'is probed on /health'],
    [
      'an autoscaler of nothing',
      'kind: Deployment\n    name: somabrain-app',
      'kind: Deployment\n    name: somabrain',
      'scales Deployment somabrain, which does not exist',
    ],
    [
      'a volume that is not there',
      'name: policies\n              mountPath',
      'name: policy\n              mountPath',
      'mounts policy, which is no volume',
    ],
    [
      'a mode of files that lost its octal zero',
      'defaultMode: 0555',
      'defaultMode: 555',
      'has the volume users with the mode 555, which is none',
    ],
    [
      'pods that a Deployment does not select',
      'app.kubernetes.io/component: memory\n        app.kubernetes.io/part-of',
      'app.kubernetes.io/component: mem\n        app.kubernetes.io/part-of',
      'Deployment somabrain-memory does not select its own pods',
    ],
  ])('is found: %s', (_, text, by, fault) => {
    expect(spoilt(text, by)).toContainEqual(expect.stringContaining(fault));
  });
});
