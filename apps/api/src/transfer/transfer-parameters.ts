import {
  type ExportQuery,
  type ImportOptions,
  namespaceName,
  storable,
  text,
  timeZone,
} from '@somabrain/memory';
import { z } from 'zod';
import { toFilter, withWrittenDayBounds, writtenFilters } from '../memory/memory-filters';
import { single } from '../memory/list-request';

/** The query parameters of `GET /export`. */
export const ExportParameters = storable(
  z.strictObject({
    namespace: single.pipe(namespaceName).optional(),
    filters: writtenFilters.optional(),
    time_zone: single.pipe(timeZone).optional(),
  }),
  withWrittenDayBounds,
).transform(({ namespace, filters }): ExportQuery => ({
  namespace: namespace ?? null,
  filter: toFilter(filters),
}));

/** The query parameters of `POST /import`. */
export const ImportParameters = storable(
  z.strictObject({ resume: single.pipe(text(1, 128)).optional() }),
).transform(({ resume }): ImportOptions => ({ resume: resume ?? null }));

/** The body of `POST /migrate/export`: sessions are not exported, their memories are. */
export const MigrateExportRequest = storable(
  z
    .strictObject({
      namespace: namespaceName.nullish().meta({ description: 'Only of this namespace. Default: of all.' }),
      include_wm: z.boolean().nullish().meta({ description: 'Accepted from old clients.' }),
      wm_limit: z.int().min(0).nullish().meta({ description: 'Accepted from old clients.' }),
    })
    .meta({ id: 'MigrateExportRequest', description: 'What to export.' }),
).transform(({ namespace }): ExportQuery => ({ namespace: namespace ?? null }));
