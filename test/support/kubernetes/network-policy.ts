import {
  type Labels,
  type Manifest,
  matches,
  type PolicyPeer,
  type PolicyRule,
  type Pods,
  portNumber,
} from './manifest';

/** Whether the policies let pods of one component open a connection to a port of another, both of one namespace. */
export function mayConnect(
  policies: readonly Manifest[],
  from: Pods,
  to: Pods,
  port: string | number,
): boolean {
  const number = portNumber(to, port);
  if (number === undefined) throw new Error(`There is no port ${port}`);
  const allows = (direction: 'ingress' | 'egress', own: Pods, peer: Pods) => {
    const type = direction === 'ingress' ? 'Ingress' : 'Egress';
    const applying = policies.filter(
      ({ spec }) => spec?.policyTypes?.includes(type) && matches(spec.podSelector ?? {}, own.labels),
    );
    if (applying.length === 0) return true;
    return applying.some(({ spec }) =>
      (spec?.[direction] ?? []).some((rule) => ruleAllows(rule, peer.labels, { target: to, number })),
    );
  };
  return allows('egress', from, to) && allows('ingress', to, from);
}

function ruleAllows(
  rule: PolicyRule,
  peer: Labels,
  { target, number }: { readonly target: Pods; readonly number: number },
): boolean {
  const peers = rule.from ?? rule.to;
  const isPeer = !peers || peers.some((each) => isPod(each) && matches(each.podSelector ?? {}, peer));
  const isPort =
    !rule.ports ||
    rule.ports.some(
      ({ port, protocol = 'TCP' }) => protocol === 'TCP' && portNumber(target, port) === number,
    );
  return isPeer && isPort;
}

function isPod({ ipBlock, namespaceSelector }: PolicyPeer): boolean {
  return !ipBlock && !namespaceSelector;
}
