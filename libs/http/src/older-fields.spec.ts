import { z } from 'zod';
import { olderFieldsOf } from './older-fields';

describe('the older fields of a body', () => {
  const fields = { query: z.string(), top_k: z.int().optional().meta({ deprecated: true }) };

  it.each<[string, z.ZodType]>([
    ['an object', z.object(fields)],
    ['an object with an id', z.object(fields).meta({ id: 'OlderFieldsOfATest' })],
    [
      'what is looked at before and changed after',
      z.preprocess((x) => x, z.object(fields)).transform((x) => x),
    ],
  ])('are those that the schema of %s marks as deprecated', (_, schema) => {
    expect(olderFieldsOf(schema)).toEqual(['top_k']);
  });
});
