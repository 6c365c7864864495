/** What a condition compares with. Null stands for "no value", and in metadata for the value null. */
export type FilterScalar = string | number | boolean | null;

export const TEXT_FIELDS = ['user_id', 'agent_id', 'session_id', 'speaker', 'key', 'memory_type'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export const TIME_FIELDS = ['occurred_at', 'created_at'] as const;
export type TimeField = (typeof TIME_FIELDS)[number];

/** A member of the metadata; dots lead into objects. */
export type MetadataField = `metadata.${string}`;

/** What a condition looks at, as callers spell it. Times are in milliseconds since the Unix epoch. */
export type FilterField = TextField | TimeField | MetadataField | 'tags' | 'importance';

/** Every field of fixed name. */
export const NAMED_FIELDS = [...TEXT_FIELDS, 'tags', 'importance', ...TIME_FIELDS] as const;

export const COMPARISONS = ['gt', 'gte', 'lt', 'lte'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * One condition. A field has any number of values: a list has its items, a field without a value has none. The condition holds where one
 * of them fits; for `all`, where each of the wanted values is among them.
 */
export type FilterCondition =
  | { readonly field: FilterField; readonly op: 'in'; readonly values: readonly FilterScalar[] }
  | { readonly field: FilterField; readonly op: 'all'; readonly values: readonly FilterScalar[] }
  | { readonly field: FilterField; readonly op: Comparison; readonly value: string | number }
  | { readonly field: FilterField; readonly op: 'contains'; readonly value: string | number | boolean }
  | { readonly field: FilterField; readonly op: 'prefix'; readonly value: string }
  | { readonly field: FilterField; readonly op: 'exists' };

/** Which memories are meant: conditions joined by and, or, and not. */
export type FilterExpression =
  | { readonly and: readonly FilterExpression[] }
  | { readonly or: readonly FilterExpression[] }
  | { readonly not: FilterExpression }
  | FilterCondition;

/** Bounds of an expression that a caller writes. */
export const FILTER_BOUNDS = {
  /** Levels of and, or, and not inside each other. */
  depth: 5,
  /** Conditions in all. */
  conditions: 100,
  /** As how many conditions `contains` counts: it costs Postgres that much more. */
  contains: 10,
  /** Items of a list, of values or of expressions. */
  items: 100,
  /** Characters of a text that is compared. */
  text: 16_384,
  /** Characters of the path of a member of the metadata, and levels that it leads down. */
  path: 512,
  levels: 16,
} as const;

/** Whether a field is a path in the metadata. */
export function isMetadataField(field: FilterField): field is MetadataField {
  return field.startsWith('metadata.');
}

/** All of these; null for none. */
export function allOf(expressions: readonly FilterExpression[]): FilterExpression | null {
  const [first, ...others] = expressions;
  if (first === undefined) return null;
  return others.length === 0 ? first : { and: expressions };
}

/**
 * What the path of a member can mean: the member whose name has the dots, and the one inside objects. Both count. Lists on the way stand
 * for their items.
 */
export function readingsOf(field: MetadataField): readonly (readonly string[])[] {
  const path = field.slice('metadata.'.length);
  const nested = path.split('.');
  return nested.length === 1 ? [nested] : [[path], nested];
}
