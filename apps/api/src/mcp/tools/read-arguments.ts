import { nearestName } from '@somabrain/config';
import { type FieldError, type JsonObject, JsonScanner, Problem } from '@somabrain/kernel';
import type { Argument, ToolInput } from './tool-schema';

/** As of a body: a text within a text must not get around its bounds. */
const BOUNDS = { depth: 64, values: 50_000 };
const MAX_UNKNOWN = 10;
const MAX_NAME = 64;
/** Names of the same thing elsewhere, which spelling alone does not lead to. */
const ALSO_CALLED: Readonly<Record<string, string>> = {
  text: 'content',
  fact: 'content',
  memory: 'content',
  limit: 'k',
  top_k: 'k',
  max_results: 'k',
  question: 'query',
  user: 'user_id',
  agent: 'agent_id',
  session: 'session_id',
};

/**
 * The arguments of a call as the tool takes them. Null means absent. Models send some arguments as JSON text, in place of a list, an object,
 * a number or a flag, or all of them at once: these are read.
 * @throws Problem VALIDATION_FAILED for anything else than an object, and for arguments that the tool does not have
 */
export function readArguments({ properties }: ToolInput, given: unknown): JsonObject {
  const named = asObject(given);
  const unknown = Object.keys(named).filter((name) => !Object.hasOwn(properties, name));
  if (unknown.length > 0) throw unknownArguments(unknown, Object.keys(properties));
  const present = Object.entries(named).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    present.map(([name, value]) => [name, readValue(properties[name], value)]),
  ) as JsonObject;
}

function asObject(given: unknown): object {
  const value = typeof given === 'string' ? readJsonText(given) : (given ?? {});
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw refused([{ field: 'arguments', message: 'must be an object' }]);
}

function readValue(argument: Argument | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || argument === undefined || argument.type === 'string') return value;
  const read = readJsonText(value);
  return read !== undefined && isA(argument.type, read) ? read : value;
}

function isA(type: Argument['type'], value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === (type === 'integer' ? 'number' : type);
}

/** The value of a JSON text; undefined for what is none within its bounds. */
export function readJsonText(text: string): unknown {
  try {
    new JsonScanner(BOUNDS).scan(Buffer.from(text));
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unknownArguments(unknown: readonly string[], known: readonly string[]): Problem {
  return refused(
    unknown.slice(0, MAX_UNKNOWN).map((name) => {
      const field = name.slice(0, MAX_NAME);
      return { field, message: `is not a known argument; the nearest is ${nearestOf(field, known)}` };
    }),
  );
}

function nearestOf(name: string, known: readonly string[]): string {
  const other = Object.hasOwn(ALSO_CALLED, name) ? ALSO_CALLED[name] : undefined;
  if (other !== undefined && known.includes(other)) return other;
  return nearestName(name, known) ?? 'none';
}

function refused(errors: readonly FieldError[]): Problem {
  const told = errors.map(({ field, message }) => `${field} ${message}`);
  return new Problem('VALIDATION_FAILED', told.join('. '), { errors });
}
