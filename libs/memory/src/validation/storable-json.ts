import { NUMBER_BEYOND_DOUBLE } from '@somabrain/kernel';
import { z } from 'zod';

/** Levels of objects and lists inside each other. */
const MAX_DEPTH = 32;
const MAX_FINDINGS = 20;
/** A code point that Postgres cannot store: NUL, or half of a surrogate pair. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

interface Finding {
  readonly path: PropertyKey[];
  readonly message: string;
}

/**
 * A schema that first looks through the whole value, unknown fields included, for what JSON allows and storage does not: NUL,
 * lone surrogates, numbers beyond a double, whole numbers beyond 2^53, the name `__proto__`, and nesting deeper than 32 levels. Names of members are kept in the
 * composed form of Unicode (NFC), so that the spellings of one name are one name.
 * @param prepare brings what is left into the form that `schema` describes
 */
export function storable<Schema extends z.ZodType>(
  schema: Schema,
  prepare: (value: unknown) => unknown = (value) => value,
) {
  return z.preprocess((value, context) => {
    const findings: Finding[] = [];
    look(value, [], findings);
    const composed = findings.length === 0 ? withComposedNames(value, [], findings) : value;
    for (const { path, message } of findings) context.addIssue({ code: 'custom', path, message });
    return findings.length === 0 ? prepare(composed) : value;
  }, schema);
}

function look(value: unknown, path: PropertyKey[], findings: Finding[]): void {
  if (findings.length >= MAX_FINDINGS) return;
  if (typeof value === 'string') {
    if (UNSTORABLE.test(value)) findings.push({ path: [...path], message: unstorableText('it') });
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) findings.push({ path: [...path], message: 'the number is too large' });
  } else if (typeof value === 'bigint') {
    findings.push({ path: [...path], message: NUMBER_BEYOND_DOUBLE });
  } else if (typeof value === 'object' && value !== null) {
    lookInside(value, path, findings);
  }
}

function lookInside(value: object, path: PropertyKey[], findings: Finding[]): void {
  if (path.length >= MAX_DEPTH) {
    findings.push({ path: path.slice(0, 3), message: `it is nested deeper than ${MAX_DEPTH} levels` });
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      path.push(index);
      look(item, path, findings);
      path.pop();
    });
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    path.push(name);
    if (name === '__proto__') findings.push({ path: [...path], message: 'this name is not allowed' });
    else if (UNSTORABLE.test(name)) findings.push({ path: [...path], message: unstorableText('its name') });
    else look(member, path, findings);
    path.pop();
  }
}

/** Every text of these characters is composed. */
const COMPOSED = /^[\0-\u02ff]*$/;

/** The value with the names of its members composed; the same value where they are. */
function withComposedNames(value: unknown, path: PropertyKey[], findings: Finding[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => {
    const composed = Array.isArray(value) || COMPOSED.test(name) ? name : name.normalize('NFC');
    return [composed, withComposedNames(member, [...path, name], findings)];
  });
  if (Object.entries(value).every(([name, member], index) => isMember(members[index], name, member))) {
    return value;
  }
  if (Array.isArray(value)) return members.map(([, member]) => member);
  const names = new Set<string>();
  for (const [name] of members) {
    if (names.has(name))
      findings.push({ path: [...path, name], message: 'repeats another name of this object' });
    names.add(name);
  }
  return Object.fromEntries(members);
}

function isMember(entry: [string, unknown] | undefined, name: string, member: unknown): boolean {
  return entry?.[0] === name && entry[1] === member;
}

function unstorableText(what: string): string {
  return `${what} holds a NUL character or half of a surrogate pair, which cannot be stored`;
}
