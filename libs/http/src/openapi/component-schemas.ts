import { z } from 'zod';
import { plainSchemas } from './plain-schemas';

/** A reference to a component by its name. */
function componentRef(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** A reference to the component that a schema, or what it reads, becomes by its meta `id`. @throws Error for a schema without one */
export function refOfComponent(schema: z.ZodType): { $ref: string } {
  const { properties = {} } = z.toJSONSchema(z.object({ schema }), { io: 'input' });
  const { $ref } = properties.schema as { $ref?: string };
  if ($ref === undefined) throw new Error('A schema of the OpenAPI document has no id');
  return { $ref: $ref.replace('#/$defs/', '#/components/schemas/') };
}

/** A reference to the component that a schema with a meta `id` becomes. @throws Error for a schema without one */
export function refOfSchema(schema: z.ZodType): { $ref: string } {
  const id = schema.meta()?.id;
  if (!id) throw new Error('A schema of the OpenAPI document has no id');
  return componentRef(id);
}

/**
 * The component schemas of the OpenAPI document by their ids; what these use comes along. OpenAPI 3.1 takes JSON Schema as it is.
 */
export function componentSchemas(schemas: Readonly<Record<string, z.ZodType>>): Record<string, object> {
  const { $defs = {} } = z.toJSONSchema(z.object(schemas), { io: 'input' });
  return plainSchemas(pointToComponents($defs) as Record<string, Record<string, unknown>>);
}

function pointToComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointToComponents);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === '$ref' && typeof member === 'string'
        ? [name, member.replace('#/$defs/', '#/components/schemas/')]
        : [name, pointToComponents(member)],
    ),
  );
}
