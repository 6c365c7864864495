import { type ForgetQuery, memoryKey, namespaceName, storable, withDayBounds } from '@somabrain/memory';
import { z } from 'zod';
import { memoryFilters, toFilter } from './memory-filters';
import { zoneField } from './scope-fields';

/** The body of `POST /forget`. */
export const ForgetRequest = storable(
  z
    .strictObject({
      namespace: namespaceName.nullish(),
      key: memoryKey.nullish(),
      ids: z
        .array(z.guid({ error: 'must be the id of a memory' }))
        .min(1)
        .max(1_000)
        .nullish(),
      filters: memoryFilters.nullish(),
      time_zone: zoneField,
      all: z
        .boolean()
        .nullish()
        .meta({ description: 'Every memory of the tenant; only without any condition.' }),
      dry_run: z.boolean().nullish().meta({ description: 'Only count. Default: false.' }),
    })
    .meta({
      id: 'ForgetRequest',
      description: 'Which memories to forget: every given condition must hold.',
    }),
  withDayBounds,
).transform((body, context): ForgetQuery => {
  const filter = toFilter(body.filters);
  const { namespace = null, key = null, ids = null } = body;
  const limited = namespace !== null || key !== null || ids !== null || filter.where !== undefined;
  if (limited === (body.all ?? false)) {
    context.addIssue({
      code: 'custom',
      path: ['all'],
      message: limited
        ? 'goes with no condition; send all or the conditions'
        : 'must be true where there is no condition: namespace, key, ids or filters',
    });
    return z.NEVER;
  }
  return { namespace, key, ids, filter, dryRun: body.dry_run ?? false };
});
