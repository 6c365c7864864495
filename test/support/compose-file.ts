import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT } from './run-program';

/** A service as the compose files of this project write it. */
export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number | null>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } };
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly restart?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

export function readComposeText(name: string): string {
  return readFileSync(join(PROJECT, name), 'utf8');
}

/**
 * Reads a compose file as docker compose does: variables first, then anchors and merges.
 * @param variables what .env says
 * @throws Error naming a variable that must be set and is not
 */
export function parseCompose(text: string, variables: Readonly<Record<string, string>>): ComposeFile {
  return parse(interpolate(text, variables), { merge: true }) as ComposeFile;
}

/** `${NAME}`, `${NAME:-default}` and `${NAME:?message}`; `$$` is a dollar. */
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g, (found, name: string, kind, rest) => {
    if (found === '$$') return '$';
    const value = variables[name];
    if (value) return value;
    if (kind === '?') throw new Error(`${name} is not set: ${String(rest)}`);
    return kind === '-' ? String(rest) : '';
  });
}

/** Every variable that is asked for, with its default; undefined where there is none. */
export function askedVariables(text: string): Map<string, Set<string | undefined>> {
  const asked = new Map<string, Set<string | undefined>>();
  for (const [, name = '', kind, rest] of text.matchAll(/(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}/g)) {
    const defaults = asked.get(name) ?? new Set();
    asked.set(name, defaults.add(kind === '-' ? rest : undefined));
  }
  return asked;
}
