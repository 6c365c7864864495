import { fieldName, nearestField } from '@somabrain/http';
import {
  type FieldError,
  type JsonObject,
  JsonScanner,
  NUMBER_BEYOND_DOUBLE,
  numberBeyondDouble,
  Problem,
} from '@somabrain/kernel';
import type { Argument, ToolInput } from './tool-schema';

/** As of a body: a text within a text must not get around its bounds. */
const BOUNDS = { depth: 64, values: 50_000 };
const MAX_UNKNOWN = 10;
const MAX_NAME = 64;

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
    present.map(([name, value]) => [name, readValue(name, properties[name], value)]),
  ) as JsonObject;
}

function asObject(given: unknown): object {
  const value = typeof given === 'string' ? readJsonText(given) : (given ?? {});
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw refused([{ field: 'arguments', message: 'must be an object' }]);
}

function readValue(name: string, argument: Argument | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || argument === undefined || argument.type === 'string') return value;
  const read = readJsonText(value);
  if (read === undefined || !isA(argument.type, read)) return value;
  const beyond = numberBeyondDouble(value);
  if (beyond) throw refused([{ field: fieldName([name, ...beyond.path]), message: NUMBER_BEYOND_DOUBLE }]);
  return read;
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
      return {
        field,
        message: `is not a known argument; the nearest is ${nearestField(field, known) ?? 'none'}`,
      };
    }),
  );
}

function refused(errors: readonly FieldError[]): Problem {
  const told = errors.map(({ field, message }) => `${field} ${message}`);
  return new Problem('VALIDATION_FAILED', told.join('. '), { errors });
}
