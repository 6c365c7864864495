import type { RequestHandler } from 'express';
import { z } from 'zod';
import { DEPRECATED_SINCE } from './deprecated-headers';

/** Tells a caller who sent an older spelling of a field that it is one: the schema marks them as deprecated. */
export function markOlderFields(body: z.ZodType): RequestHandler {
  const older = olderFieldsOf(body);
  return (request, response, next) => {
    const sent: unknown = request.body;
    if (typeof sent === 'object' && sent !== null && older.some((name) => Object.hasOwn(sent, name))) {
      response.setHeader('Deprecation', DEPRECATED_SINCE);
    }
    next();
  };
}

interface ObjectSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, { readonly deprecated?: boolean }>>;
}

/** The deprecated members of an object's schema. */
export function olderFieldsOf(body: z.ZodType): string[] {
  const { properties, $defs = {} } = z.toJSONSchema(z.object({ body }), { io: 'input' });
  const { $ref = '', ...inline } = properties?.body as ObjectSchema;
  const schema = ($defs[$ref.replace('#/$defs/', '')] ?? inline) as ObjectSchema;
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    member.deprecated ? [name] : [],
  );
}
