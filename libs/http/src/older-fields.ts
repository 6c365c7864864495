import { z } from 'zod';

interface ObjectSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, { readonly deprecated?: boolean }>>;
}

/** The members of an object's schema that are older spellings: the schema marks them as deprecated. */
export function olderFieldsOf(body: z.ZodType): string[] {
  const { properties, $defs = {} } = z.toJSONSchema(z.object({ body }), { io: 'input' });
  const { $ref = '', ...inline } = properties?.body as ObjectSchema;
  const schema = ($defs[$ref.replace('#/$defs/', '')] ?? inline) as ObjectSchema;
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    member.deprecated ? [name] : [],
  );
}
