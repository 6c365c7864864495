import { kubernetesVariables } from '@somabrain/config';
import { GUIDE_VARIABLES } from '../support/guide-variables';
import { type Manifest, parseManifests } from '../support/kubernetes/manifest';
import { refusal, rendered } from './chart';

const SECRET = new Set(kubernetesVariables().secret);
const PUBLIC = new Set(kubernetesVariables().public);

const named = (manifests: readonly Manifest[], kind: string, name: string) =>
  manifests.find((each) => each.kind === kind && each.metadata.name === name);

describe('the chart with a variable of the deployment guide', () => {
  it.each(Object.entries(GUIDE_VARIABLES))('gives %s to the services', async (variable, [value, own]) => {
    // What holds a password belongs into the Secret.
    const isSecret = value.includes('@') || (SECRET.has(variable) && !PUBLIC.has(variable));
    const key = isSecret ? 'secret.values' : 'environment';
    const manifests = parseManifests(await rendered(['--set-string', `${key}.${variable}=${value}`]));
    const { data = {} } = isSecret
      ? named(manifests, 'Secret', 'somabrain-secrets')!
      : named(manifests, 'ConfigMap', 'somabrain-config')!;
    const found = data[own ?? variable] ?? '';
    expect(isSecret ? Buffer.from(found, 'base64').toString() : found).toBe(value);
    if (own) expect(data).not.toHaveProperty(variable);
    const api = JSON.stringify(named(manifests, 'Deployment', 'somabrain')?.spec?.template);
    expect(api).toContain(isSecret ? `"key":"${variable}"` : '"name":"somabrain-config"');
  });

  it('runs the workers of the loop where ENABLE_COG_THREADS says so, and none where it says no', async () => {
    const workers = async (...args: string[]) =>
      parseManifests(await rendered(args)).filter(
        ({ kind, metadata }) =>
          kind === 'Deployment' && metadata.labels?.['app.kubernetes.io/component'] === 'cognition',
      ).length;
    expect(await workers('--set-string', 'environment.ENABLE_COG_THREADS=1')).toBe(9);
    expect(await workers('--set-string', 'environment.ENABLE_COG_THREADS=0')).toBe(0);
    const both = ['--set', 'cognition.enabled=true', '--set-string', 'environment.ENABLE_COG_THREADS=0'];
    expect((await refusal(both)).err).toContain('keep one of them');
  });

  it('refuses two names of a variable at once', async () => {
    const both = ['SOMABRAIN_OPA_ENDPOINT', 'SOMABRAIN_OPA_URL'].flatMap((name) => [
      '--set',
      `environment.${name}=http://${name.at(-1)?.toLowerCase()}:8181`,
    ]);
    expect((await refusal(both)).err).toContain('are set together');
  });
});
