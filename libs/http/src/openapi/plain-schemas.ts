type Schema = Readonly<Record<string, unknown>>;
type Schemas = Readonly<Record<string, Schema>>;

const INT32_MAX = 2_147_483_647;
/** Formats that say all that a pattern beside them says. */
const TOLD_BY_FORMAT: ReadonlySet<unknown> = new Set(['uuid', 'date-time']);

/**
 * The same component schemas in the part of JSON Schema that every generator reads: null as one of the types, one form for each value,
 * no constants, numbers with a format. What a value may be stays the same, but for three things: a union whose meta names a type is told as
 * that type, a reference that may be null and may be left out is told without the null, and what is always null may be a text.
 * @param schemas by their names; references are to components
 */
export function plainSchemas(schemas: Schemas): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema, schemas)]));
}

function plain(schema: Schema, all: Schemas): Schema {
  const chosen = withoutNullChoice(withoutOtherForms(schema), all);
  const { properties, items, additionalProperties, patternProperties } = chosen;
  const parts = {
    ...(isSchema(properties) && { properties: plainMembers(chosen, all) }),
    ...(isSchema(items) && { items: plain(items, all) }),
    ...(isSchema(additionalProperties) && { additionalProperties: plainRest(additionalProperties, all) }),
    ...(isSchema(patternProperties) && { patternProperties: plainSchemasOf(patternProperties, all) }),
    ...plainLists(chosen, all),
  };
  return withoutNoise(withFormat(withoutConstant({ ...chosen, ...parts })));
}

function plainLists(schema: Schema, all: Schemas): Schema {
  return Object.fromEntries(
    ['allOf', 'anyOf', 'oneOf', 'prefixItems'].flatMap((name) => {
      const list = schema[name];
      return Array.isArray(list) ? [[name, (list as Schema[]).map((each) => plain(each, all))]] : [];
    }),
  );
}

/** A union whose meta names a type: the other forms are still read. */
function withoutOtherForms(schema: Schema): Schema {
  const { anyOf, ...rest } = schema;
  return typeof schema.type === 'string' && Array.isArray(anyOf) ? rest : schema;
}

/** `anyOf` of a schema and null as one schema whose types have null among them. */
function withoutNullChoice(schema: Schema, all: Schemas): Schema {
  const { anyOf, ...around } = schema;
  if (!Array.isArray(anyOf) || !anyOf.some(isNull)) return schema;
  const [only, ...others] = (anyOf as Schema[]).filter((choice) => !isNull(choice));
  if (!only || others.length > 0) return schema;
  const { type, ...inner } = withoutOtherForms(typeof only.$ref === 'string' ? componentOf(only, all) : only);
  if (type === undefined) return schema;
  const types = [...(Array.isArray(type) ? (type as unknown[]) : [type]), 'null'];
  const values = valuesOf(inner);
  return { ...without(inner, 'const'), type: types, ...(values && { enum: [...values, null] }), ...around };
}

function valuesOf({ enum: values, const: constant }: Schema): readonly unknown[] | undefined {
  if (Array.isArray(values)) return values as unknown[];
  return constant === undefined ? undefined : [constant];
}

function componentOf({ $ref }: Schema, all: Schemas): Schema {
  return all[String($ref).replace('#/components/schemas/', '')] ?? {};
}

function plainMembers({ properties, required }: Schema, all: Schemas): Schema {
  const always = Array.isArray(required) ? (required as string[]) : [];
  return Object.fromEntries(
    Object.entries(properties as Schemas).map(([name, member]) => {
      const reference = always.includes(name) ? undefined : referenceOrNull(member);
      return [name, reference ?? withType(plain(member, all))];
    }),
  );
}

/** A member that is always null may be a text or null: generators make no type of null alone. */
function withType(member: Schema): Schema {
  return isNull(member) ? { ...member, type: ['string', 'null'] } : member;
}

/** The reference of a member that may be null; undefined for any other. */
function referenceOrNull({ anyOf, ...around }: Schema): Schema | undefined {
  if (!Array.isArray(anyOf) || anyOf.length !== 2 || !anyOf.some(isNull)) return undefined;
  const reference = (anyOf as Schema[]).find(({ $ref }) => $ref !== undefined);
  return reference && { ...reference, ...around };
}

function plainRest(rest: Schema, all: Schemas): Schema | true {
  return Object.keys(rest).length === 0 ? true : plain(rest, all);
}

function plainSchemasOf(schemas: Schema, all: Schemas): Schema {
  return Object.fromEntries(
    Object.entries(schemas as Schemas).map(([name, each]) => [name, plain(each, all)]),
  );
}

/** A constant as the only value of its type; generators make types of neither `const` nor enumerations of true. */
function withoutConstant(schema: Schema): Schema {
  if (!('const' in schema)) return schema;
  const { const: constant, ...rest } = schema;
  if (typeof constant === 'boolean') return rest;
  return { ...rest, ...(Number.isInteger(constant) && { type: 'integer' }), enum: [constant] };
}

function withFormat(schema: Schema): Schema {
  if ('format' in schema) return schema;
  const types = [schema.type].flat();
  if (types.includes('number')) return { ...schema, format: 'double' };
  if (!types.includes('integer')) return schema;
  const { minimum, maximum, ...rest } = schema;
  if (minimum === -Number.MAX_SAFE_INTEGER && maximum === Number.MAX_SAFE_INTEGER)
    return { ...rest, format: 'int64' };
  const bounds = valuesOf(schema) ?? [minimum, maximum];
  const small = bounds.every((bound) => bound === null || Math.abs(Number(bound ?? NaN)) <= INT32_MAX);
  return { ...schema, format: small ? 'int32' : 'int64' };
}

/** Without what says nothing: that names are texts, that there are no members, and patterns of formats. */
function withoutNoise(schema: Schema): Schema {
  const { properties, pattern, ...rest } = without(schema, 'propertyNames');
  const told = pattern !== undefined && TOLD_BY_FORMAT.has(schema.format);
  return {
    ...rest,
    ...(isSchema(properties) && Object.keys(properties).length > 0 && { properties }),
    ...(pattern !== undefined && !told && { pattern }),
  };
}

function without(schema: Schema, name: string): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([each]) => each !== name));
}

function isNull(schema: unknown): boolean {
  return isSchema(schema) && schema.type === 'null';
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
