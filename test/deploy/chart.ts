import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, parseManifests } from '../support/kubernetes/manifest';
import { outputOf, PROJECT, type ProgramRun, runProgram } from '../support/run-program';

export const CHARTS = 'deploy/helm/charts';
export const CHART = `${CHARTS}/somabrain`;

/** What Helm makes of a chart. @param args such as `--values file` or `--set key=value` */
export async function rendered(args: readonly string[] = [], chart = CHART): Promise<string> {
  return outputOf('helm', ['template', 'somabrain', chart, '--namespace', 'somabrain', ...args]);
}

/** What Helm says of values that it should not like. */
export function refusal(args: readonly string[]): Promise<ProgramRun> {
  return runProgram('helm', ['template', 'somabrain', CHART, ...args]);
}

/** Checks manifests against the schemas of Kubernetes and its operators. */
export function validate(manifests: string): Promise<ProgramRun> {
  const [program = '', ...args] = (process.env.KUBECONFORM ?? 'kubeconform -strict -summary').split(' ');
  return runProgram(program, [...args, '-'], { input: manifests });
}

/** What operators bring themselves to values of this project: the Secret that a file of values tells them to make, or manifests. */
export function broughtBy(path: string): Manifest[] {
  const text = readFileSync(join(PROJECT, path), 'utf8');
  const names = [...text.matchAll(/--from-literal=(\w+)=/g)].map(([, name = '']) => [name, 'eA==']);
  if (names.length === 0) return parseManifests(text);
  return [
    {
      kind: 'Secret',
      metadata: { name: 'somabrain-secrets' },
      data: Object.fromEntries(names) as Record<string, string>,
    },
  ];
}

/** Does some work with a text in a file. */
export async function withFile<T>(text: string, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'somabrain-deploy-'));
  try {
    const path = join(folder, 'file.yaml');
    await writeFile(path, text);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
