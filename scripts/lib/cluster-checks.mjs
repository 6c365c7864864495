/** The lines of the checklist about limits and networks: seen in a cluster, otherwise looked at by people. */
import { byHand, ok, todo } from './deployment.mjs';

export const clusterChecks = [
  ['limits fit the load', limited],
  ['nobody else reaches the servers', separated],
  ['pods are confined', confined],
];

async function limited(deployment) {
  if (!deployment.namespace) return byHand('docker stats under load: below 80 % of mem_limit');
  const { items } = await deployment.kubectl('get', 'deployment,statefulset');
  const containers = items.flatMap(({ metadata, spec }) =>
    spec.template.spec.containers.map((container) => ({ ...container, owner: metadata.name })),
  );
  const without = containers
    .filter(({ resources }) => !resources?.limits?.memory)
    .map(({ owner, name }) => `${owner}/${name}`);
  if (without.length > 0) return todo(`without a memory limit: ${without.join(', ')}`);
  return ok(`${containers.length} containers have one; kubectl top pods under load: below 80 % of it`);
}

async function separated(deployment) {
  if (!deployment.namespace) return byHand('from another machine no port but that of the proxy answers');
  const { items } = await deployment.kubectl('get', 'networkpolicy');
  if (items.length === 0) return todo('there is no network policy: networkPolicy.enabled of the chart');
  return ok(
    `${items.length} network policies; that your network enforces them: docs/production-checklist.md`,
  );
}

async function confined(deployment) {
  if (!deployment.namespace) return undefined;
  const { metadata } = await deployment.kubectl('get', 'namespace', deployment.namespace);
  const level = metadata.labels?.['pod-security.kubernetes.io/enforce'];
  if (level === 'restricted') return ok('the namespace enforces restricted');
  return todo(
    `kubectl label namespace ${deployment.namespace} pod-security.kubernetes.io/enforce=restricted`,
  );
}
