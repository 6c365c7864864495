import type { SchemaIssue } from './schema-issue';

/** How deep unknown fields are looked for: those of one level are found only when those above are gone. */
const LEVELS = 8;

interface Checked {
  readonly issues?: readonly SchemaIssue[] | undefined;
}

/**
 * Checks a body, or query parameters, as a client of the original means them: an empty session id is none, and a field that the schema does not
 * know is left out instead of being refused. What is left out is taken out of `value` itself.
 */
export async function checkAsOriginal<Result extends Checked>(
  value: unknown,
  check: (value: unknown) => Result | Promise<Result>,
): Promise<Result> {
  withoutEmptySessions(value);
  let result = await check(value);
  for (let level = 1; level < LEVELS && dropUnknown(value, result.issues); level += 1)
    result = await check(value);
  return result;
}

/** Leaves out empty session ids: of the body, of its `payload`, and of the items of a batch. */
function withoutEmptySessions(body: unknown): void {
  if (!isObject(body)) return;
  for (const part of [body, body.payload, ...listOf(body.memories), ...listOf(body.items)])
    if (isObject(part) && part.session_id === '') delete part.session_id;
}

/** Takes out the fields that a schema did not know. @returns whether there was one */
export function dropUnknown(value: unknown, issues: readonly SchemaIssue[] = []): boolean {
  let dropped = false;
  for (const { keys = [], path = [] } of issues) {
    const place = path.reduce<unknown>((inside, segment) => {
      const name = typeof segment === 'object' ? segment.key : segment;
      return Array.isArray(inside)
        ? (inside as unknown[])[Number(name)]
        : isObject(inside)
          ? inside[String(name)]
          : undefined;
    }, value);
    if (!isObject(place)) continue;
    for (const key of keys) {
      dropped ||= Object.hasOwn(place, key);
      delete place[key];
    }
  }
  return dropped;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
