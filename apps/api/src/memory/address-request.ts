import { z } from 'zod';
import { memoryKey, namespaceName, type Owner, storable } from '@somabrain/memory';
import { ownerFields, ownerOf } from './owner-fields';
import { namespaceOf } from './to-new-memory';

const message = 'must be three numbers from -1 to 1: [x, y, z] or "x,y,z"';
const number = z.number({ error: message }).min(-1, { error: message }).max(1, { error: message });
const triple = z.array(number).length(3, { error: message });
/** A coordinate as callers send it, in the form that answers give it. */
export const coordinateField = z
  .union([triple, z.string().transform(numbersOf).pipe(triple)], { error: message })
  .meta({ type: 'string' })
  .transform((numbers) => numbers.map((each) => each.toFixed(6)).join(','));

/** How the original addressed a memory: by its coordinate, or by its key in a namespace (null where the body names none). */
export type AddressInput =
  | ({ readonly coordinate: string } & Owner)
  | ({ readonly key: string; readonly namespace: string | null } & Owner);

/** The body of `POST /delete` and `POST /recall/delete`. */
export const AddressRequest = storable(
  z
    .strictObject({
      coordinate: coordinateField.nullish().meta({ description: 'As answers give it.' }),
      coord: coordinateField.nullish().meta({ description: 'Other spelling of `coordinate`.' }),
      task: memoryKey.nullish().meta({ description: 'The key of the memory.' }),
      namespace: namespaceName.nullish().meta({ description: 'Where the key is. Default: `default`.' }),
      universe: namespaceName.nullish().meta({ description: 'Other spelling of `namespace`.' }),
      ...ownerFields,
    })
    .meta({
      id: 'MemoryAddress',
      description: 'One of `coordinate`, `coord` and `task`.',
    }),
).transform((body, context): AddressInput => {
  const place = body.coordinate ?? body.coord;
  const owner = ownerOf(body);
  if (place != null) return { coordinate: place, ...owner };
  if (body.task != null)
    return { key: body.task, namespace: body.namespace ?? namespaceOf(body.universe), ...owner };
  context.addIssue({ code: 'custom', path: ['coordinate'], message: 'is required, or a task' });
  return z.NEVER;
});

/** The numbers of "x,y,z"; NaN for a part that is none. */
function numbersOf(text: string): number[] {
  return text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
}
