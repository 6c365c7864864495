import {
  type Container,
  containersOf,
  type Manifest,
  matches,
  type Pods,
  podsOf,
  portNumber,
  type Selector,
} from './manifest';

const DATA_KINDS = ['ConfigMap', 'Secret'];

/** What in a set of manifests points to nothing, or is not as this project wants it: a sentence each. */
export function manifestFaults(manifests: readonly Manifest[]): string[] {
  const pods = podsOf(manifests);
  return [
    ...manifests.flatMap((manifest) => selectorFaults(manifest, pods)),
    ...manifests.flatMap((manifest) => targetFaults(manifest, manifests, pods)),
    ...pods.flatMap((each) => [
      ...referenceFaults(each, manifests),
      ...volumeFaults(each),
      ...containersOf(each).flatMap((container) => containerFaults(each, container)),
    ]),
  ];
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

/** Selectors that select nothing. */
function selectorFaults(manifest: Manifest, pods: readonly Pods[]): string[] {
  const { kind, spec } = manifest;
  if (kind === 'Deployment' || kind === 'StatefulSet') {
    const own = pods.filter(({ owner }) => owner === manifest);
    return spec?.selector && own.some(({ labels }) => matches(spec.selector ?? {}, labels))
      ? []
      : [`${nameOf(manifest)} does not select its own pods`];
  }
  const selector: Selector | undefined =
    kind === 'Service' ? { matchLabels: spec?.selector } : (spec?.selector ?? spec?.podSelector);
  if (!selector || !['Service', 'PodDisruptionBudget', 'NetworkPolicy', 'PodMonitor'].includes(kind))
    return [];
  return pods.some(({ labels }) => matches(selector, labels)) ? [] : [`${nameOf(manifest)} selects no pod`];
}

/** Ports, services and workloads that are named and do not exist. */
function targetFaults(manifest: Manifest, manifests: readonly Manifest[], pods: readonly Pods[]): string[] {
  const { kind, spec } = manifest;
  const faults: string[] = [];
  if (kind === 'Service') {
    const selected = pods.filter(({ labels }) => matches({ matchLabels: spec?.selector }, labels));
    for (const { targetPort } of spec?.ports ?? []) {
      if (!selected.every((each) => portNumber(each, targetPort)))
        faults.push(`${nameOf(manifest)} leads to the port ${targetPort}, which its pods do not have`);
    }
  }
  const scaled = spec?.scaleTargetRef;
  if (scaled && !manifests.some((other) => other.kind === scaled.kind && other.metadata.name === scaled.name))
    faults.push(`${nameOf(manifest)} scales ${scaled.kind} ${scaled.name}, which does not exist`);
  for (const { service } of (spec?.rules ?? []).flatMap(({ http }) =>
    http.paths.map(({ backend }) => backend),
  )) {
    const found = manifests.find((other) => other.kind === 'Service' && other.metadata.name === service.name);
    if (!found?.spec?.ports?.some(({ name }) => name === service.port.name))
      faults.push(`${nameOf(manifest)} leads to ${service.name}:${service.port.name}, which does not exist`);
  }
  return faults;
}

/** ConfigMaps, Secrets and accounts that are not there, or lack a key. */
function referenceFaults({ owner, spec }: Pods, manifests: readonly Manifest[]): string[] {
  const faults: string[] = [];
  const need = (kind: string, name: string, key?: string) => {
    const found = manifests.find((other) => other.kind === kind && other.metadata.name === name);
    if (!found) faults.push(`${nameOf(owner)} needs ${kind} ${name}, which does not exist`);
    else if (
      key !== undefined &&
      DATA_KINDS.includes(kind) &&
      !(key in { ...found.data, ...found.stringData })
    )
      faults.push(`${nameOf(owner)} needs ${key} of ${kind} ${name}, which it does not hold`);
  };
  for (const { env = [], envFrom = [] } of containersOf({ spec })) {
    for (const { configMapRef, secretRef } of envFrom) {
      if (configMapRef) need('ConfigMap', configMapRef.name);
      if (secretRef) need('Secret', secretRef.name);
    }
    for (const { valueFrom: { secretKeyRef: secret, configMapKeyRef: config } = {} } of env) {
      if (secret && !secret.optional) need('Secret', secret.name, secret.key);
      if (config && !config.optional) need('ConfigMap', config.name, config.key);
    }
  }
  for (const { configMap, secret, persistentVolumeClaim: claim } of spec.volumes ?? []) {
    if (configMap) need('ConfigMap', configMap.name);
    if (secret) need('Secret', secret.secretName);
    if (claim) need('PersistentVolumeClaim', claim.claimName);
  }
  if (spec.serviceAccountName) need('ServiceAccount', spec.serviceAccountName);
  return faults;
}

function volumeFaults(pods: Pods): string[] {
  const { owner, spec } = pods;
  const claims = owner.spec?.volumeClaimTemplates ?? [];
  const volumes = [
    ...(spec.volumes ?? []).map(({ name }) => name),
    ...claims.map(({ metadata }) => metadata.name),
  ];
  const mounted = containersOf(pods).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
  const modes = (spec.volumes ?? []).map(({ name, configMap, secret }) => ({
    name,
    mode: configMap?.defaultMode ?? secret?.defaultMode ?? 0,
  }));
  return [
    ...modes
      .filter(({ mode }) => !Number.isInteger(mode) || mode > 0o777)
      .map(({ name, mode }) => `has the volume ${name} with the mode ${mode}, which is none`),
    ...mounted
      .filter((name) => !volumes.includes(name))
      .map((name) => `mounts ${name}, which is no volume of it`),
    ...volumes
      .filter((name) => !mounted.includes(name))
      .map((name) => `has the volume ${name} and mounts it nowhere`),
  ].map((fault) => `${nameOf(owner)} ${fault}`);
}

function containerFaults(pods: Pods, container: Container): string[] {
  const { image, resources, startupProbe, readinessProbe, livenessProbe } = container;
  const faults: string[] = [];
  for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    if (port !== undefined && !portNumber({ spec: { containers: [container] } }, port))
      faults.push(`is probed on the port ${port}, which it does not have`);
    // A backend that is down would take every replica with it.
    if (
      /^\/healthz?$/.test(probe?.httpGet?.path ?? '') &&
      (container.name === 'somabrain' || container.name === 'memory')
    )
      faults.push('is probed on /health');
  }
  if (!resources?.requests?.cpu || !resources.requests.memory)
    faults.push('requests no processor or no memory');
  if (!/:[^:/]+$/.test(image)) faults.push(`has an image without a version: ${image}`);
  return faults.map((fault) => `${nameOf(pods.owner)}, container ${container.name}, ${fault}`);
}
