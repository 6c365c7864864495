import { type JsonObject, type JsonValue, Problem } from '@somabrain/kernel';
import { type Argument, object, text, texts } from './tool-schema';

const SCOPE = ['user_id', 'agent_id', 'tags'] as const;

/** Conditions that may stand beside `filters`, because models put them there. */
export const SCOPE_ARGUMENTS: Readonly<Record<(typeof SCOPE)[number] | 'filters', Argument>> = {
  user_id: text('Of this user.'),
  agent_id: text('Of this agent.'),
  tags: texts('With all of these.'),
  filters: object('More conditions, as of recall.'),
};

/**
 * Moves the conditions that stand beside the filters into them.
 * @throws Problem VALIDATION_FAILED where both say something else
 */
export function scopeIntoFilters(given: JsonObject): JsonObject {
  const { filters = {}, ...rest } = given;
  if (!isObject(filters)) return given;
  const moved: Record<string, JsonValue> = { ...filters };
  for (const name of SCOPE) {
    const value = rest[name];
    if (value === undefined) continue;
    const other = moved[name];
    if (other != null && JSON.stringify(other) !== JSON.stringify(value)) throw differs(name);
    moved[name] = value;
  }
  const others = Object.entries(rest).filter(([name]) => !SCOPE.some((scope) => scope === name));
  return { ...Object.fromEntries(others), ...(Object.keys(moved).length > 0 && { filters: moved }) };
}

function differs(field: string): Problem {
  const message = `differs from filters.${field}; send one of them`;
  return new Problem('VALIDATION_FAILED', `${field} ${message}`, { errors: [{ field, message }] });
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
