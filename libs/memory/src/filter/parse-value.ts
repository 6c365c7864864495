import type { z } from 'zod';
import { memoryKey, memoryType, scopeId, tags, time } from '../validation/fields';
import { FILTER_BOUNDS, type FilterField, type FilterScalar, type TextField } from './filter-expression';
import { kindOf } from './field-kinds';

type Parsed = { readonly value: FilterScalar } | { readonly message: string };

/** What the values of each field look like when they are written. */
const SCHEMAS: Record<TextField | 'tags' | 'occurred_at' | 'created_at', z.ZodType<string | number>> = {
  user_id: scopeId,
  agent_id: scopeId,
  session_id: scopeId,
  speaker: scopeId,
  key: memoryKey,
  memory_type: memoryType,
  tags: tags.element,
  occurred_at: time,
  created_at: time,
};

/** A value that a field is compared with, in the form that the field has. Null is one for every field. */
export function valueOf(field: FilterField, given: unknown): Parsed {
  if (given === null) return { value: null };
  const kind = kindOf(field);
  if (kind === 'metadata') return metadataValueOf(given);
  if (kind === 'number')
    return typeof given === 'number' ? { value: given } : { message: 'must be a number' };
  const { data, error } = SCHEMAS[field as keyof typeof SCHEMAS].safeParse(given);
  if (error) return { message: error.issues[0]?.message ?? `is no value of ${field}` };
  return { value: data };
}

function metadataValueOf(given: unknown): Parsed {
  if (typeof given === 'number' || typeof given === 'boolean') return { value: given };
  if (typeof given !== 'string') return { message: 'must be a text, a number, true, false or null' };
  return given.length > FILTER_BOUNDS.text
    ? { message: `must have at most ${FILTER_BOUNDS.text} characters` }
    : { value: given };
}
