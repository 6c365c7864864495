import { z } from 'zod';
import type { VariableKind } from './variable-kinds';

export const VARIABLE_GROUPS = [
  'Process',
  'Strictness',
  'Postgres',
  'Redis',
  'Kafka',
  'Tenants',
  'Identity',
  'Policy',
  'Limits',
  'Cognition',
  'Cognitive loop',
  'Memory service',
  'Index and writes',
  'Tracing',
] as const;
export type VariableGroup = (typeof VARIABLE_GROUPS)[number];

interface VariableDefinition {
  readonly group: VariableGroup;
  /** One sentence for an operator. */
  readonly description: string;
  /** Its value is never printed. */
  readonly sensitive?: boolean;
  /** Other names it may be set by. */
  readonly aliases?: readonly string[];
}

/** What the documentation and the error report know of a variable. */
export interface VariableMetadata {
  readonly group: VariableGroup;
  readonly description: string;
  /** What may be written; completes the sentence "write …". */
  readonly accepts: string;
  /** The value it has when unset, where that is always the same one. */
  readonly fixedDefault: string | undefined;
  /** What being unset means, as text. */
  readonly defaultText: string;
  readonly sensitive: boolean;
  readonly aliases: readonly string[];
}

const metadata = z.registry<VariableMetadata>();

/** A variable that has the value `fixedDefault` (as text) when it is unset. */
export function variable<Value>(
  kind: VariableKind<Value>,
  fixedDefault: string,
  definition: VariableDefinition,
): z.ZodPrefault<z.ZodType<Value, string>> {
  return kind.schema
    .prefault(fixedDefault)
    .register(metadata, describe(kind, definition, { fixedDefault, defaultText: fixedDefault }));
}

/** A variable that may be absent; `meaning` tells what then holds. */
export function optionalVariable<Value>(
  kind: VariableKind<Value>,
  meaning: string,
  definition: VariableDefinition,
): z.ZodOptional<z.ZodType<Value, string>> {
  return kind.schema
    .optional()
    .register(metadata, describe(kind, definition, { fixedDefault: undefined, defaultText: meaning }));
}

/** What was said of a variable when it was declared. @throws Error for a schema that is not a declared variable */
export function metadataOf(schema: z.core.$ZodType): VariableMetadata {
  const found = metadata.get(schema);
  if (found === undefined) throw new Error('This schema was not made by variable() or optionalVariable()');
  return found;
}

function describe(
  kind: VariableKind<unknown>,
  definition: VariableDefinition,
  unset: Pick<VariableMetadata, 'fixedDefault' | 'defaultText'>,
): VariableMetadata {
  return { sensitive: false, aliases: [], ...definition, ...unset, accepts: kind.accepts };
}
