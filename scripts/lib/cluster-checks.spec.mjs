import { clusterChecks } from './cluster-checks.mjs';

const check = (name) => clusterChecks.find(([each]) => each === name)[1];
const cluster = (answer) => ({ namespace: 'somabrain-prod', kubectl: () => Promise.resolve(answer) });
const deployment = (...limits) => ({
  metadata: { name: 'somabrain' },
  spec: {
    template: {
      spec: {
        containers: limits.map((memory, index) => ({ name: `c${index}`, resources: { limits: { memory } } })),
      },
    },
  },
});

describe('the checklist tells of a cluster', () => {
  it.each([
    ['limits fit the load', { items: [deployment('1Gi', '2Gi')] }, 'OK', '2 containers have one'],
    [
      'limits fit the load',
      { items: [deployment('1Gi', undefined)] },
      'TODO',
      'without a memory limit: somabrain/c1',
    ],
    ['nobody else reaches the servers', { items: [{}] }, 'OK', '1 network policies'],
    ['nobody else reaches the servers', { items: [] }, 'TODO', 'there is no network policy'],
    [
      'pods are confined',
      { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
      'OK',
      'restricted',
    ],
    ['pods are confined', { metadata: {} }, 'TODO', 'kubectl label namespace somabrain-prod'],
  ])('%s: %j', async (name, answer, verdict, text) => {
    expect(await check(name)(cluster(answer))).toEqual({ verdict, text: expect.stringContaining(text) });
  });

  it('and elsewhere says what people have to look at', async () => {
    const found = await Promise.all(clusterChecks.map(([, each]) => each({ namespace: '' })));
    expect(found.map((each) => each?.verdict)).toEqual(['BY HAND', 'BY HAND', undefined]);
  });
});
