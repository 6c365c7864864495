import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { somabrain } from '../cli/cli-process';
import { blocksBelow } from './markdown';
import { outputOf, PROJECT } from './run-program';

const DEPLOYMENT = readFileSync(join(PROJECT, 'docs/deployment.md'), 'utf8');
const [compose = '', helm = '', calls = '', ...answers] = blocksBelow(DEPLOYMENT, 'Functional test');

/** The section "Functional test" of docs/deployment.md, read as a person reads it. */
export const FUNCTIONAL_TEST = {
  /** The commands that make the token. */
  ways: { compose, helm },
  /** What the answers of the calls must contain, in the same order. */
  answers: answers.map((text) => JSON.parse(text) as Record<string, unknown>),
} as const;

/** Runs `somabrain token …` of a command of the section where the secret is. @returns the token */
export async function tokenOf(command: string, settings: Record<string, string>): Promise<string> {
  const [, args = ''] = /somabrain (token [^)]*)\)/.exec(command) ?? [];
  const { code, out, err } = await somabrain(args.split(' '), settings);
  if (code !== 0 || err !== '') throw new Error(`somabrain ${args} ended with ${code}: ${err}`);
  return out.trim();
}

/** Types the calls of the section into a shell, one after the other. @returns the status and the body of each answer */
export async function typeCalls(
  url: string,
  token: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }[]> {
  const typed: { status: number; body: Record<string, unknown> }[] = [];
  for (const call of calls.trim().split('\n\n')) {
    // The status is said on a line of its own, after the body.
    const script = call.replace('curl', "curl -sS -w '\\n%{http_code}'");
    const said = await outputOf('bash', ['--norc', '-euc', script], { env: { URL: url, JWT_TOKEN: token } });
    const [, body = '', status = ''] = /^([^]*)\n(\d+)$/.exec(said) ?? [];
    typed.push({ status: Number(status), body: JSON.parse(body) as Record<string, unknown> });
  }
  return typed;
}
