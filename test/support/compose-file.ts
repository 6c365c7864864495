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
  readonly scale?: number;
  readonly profiles?: readonly string[];
  readonly extra_hosts?: readonly string[];
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

/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `${NAME:+instead}`, where a default may hold others. */
interface Reference {
  readonly name: string;
  readonly kind: string | undefined;
  readonly rest: string;
  /** Where it ends in the text. */
  readonly end: number;
}

/** The reference that begins at a place of a text. */
function referenceAt(text: string, start: number): Reference | undefined {
  const begin = /^\$\{(\w+)(?::([-?+]))?/.exec(text.slice(start));
  if (!begin) return undefined;
  let depth = 1;
  let end = start + begin[0].length;
  for (; depth > 0; end += 1) {
    if (text.startsWith('${', end)) depth += 1;
    else if (text[end] === '}') depth -= 1;
  }
  const [whole, name = '', kind] = begin;
  return { name, kind, rest: text.slice(start + whole.length, end - 1), end };
}

function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  let result = '';
  for (let at = 0; at < text.length;) {
    const reference = referenceAt(text, at);
    if (reference) {
      result += valueOf(reference, variables);
      at = reference.end;
    } else {
      result += text[at];
      at += text.startsWith('$$', at) ? 2 : 1;
    }
  }
  return result;
}

function valueOf({ name, kind, rest }: Reference, variables: Readonly<Record<string, string>>): string {
  const value = variables[name];
  if (kind === '+') return value ? interpolate(rest, variables) : '';
  if (value) return value;
  if (kind === '?') throw new Error(`${name} is not set: ${rest}`);
  return kind === '-' ? interpolate(rest, variables) : '';
}

/** Every variable that is asked for, with its default; undefined where there is none. */
export function askedVariables(text: string): Map<string, Set<string | undefined>> {
  const asked = new Map<string, Set<string | undefined>>();
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at + 2)) {
    const reference = text[at - 1] === '$' ? undefined : referenceAt(text, at);
    if (!reference) continue;
    const { name, kind, rest } = reference;
    const defaults = asked.get(name) ?? new Set();
    asked.set(name, defaults.add(kind === '-' ? rest : undefined));
  }
  return asked;
}
