import { z } from 'zod';

/** The answer to `POST /import`. */
export const ImportAnswer = z
  .object({
    ok: z.boolean().meta({ description: 'Whether no memory failed.' }),
    success: z.boolean().meta({ description: 'The same as `ok`.' }),
    imported: z.int().meta({ description: 'Memories that did not exist before.' }),
    updated: z.int().meta({ description: 'Memories that existed in an older version.' }),
    unchanged: z.int().meta({ description: 'Memories that exist in this version or a newer one.' }),
    failed: z.int(),
    versions: z.int().meta({ description: 'Earlier versions of the imported and updated memories.' }),
    links: z.int().meta({ description: 'Links imported with the memories.' }),
    lines: z.int().meta({ description: 'Of the file, header and trailer included.' }),
    resumed_from_line: z.int().meta({ description: 'The first line that no earlier attempt had stored.' }),
    checksum: z.literal('verified'),
    resume: z.string().meta({ description: 'The name of the import.' }),
    errors: z
      .array(z.object({ line: z.int(), code: z.string(), message: z.string() }))
      .meta({ description: 'Why memories failed; the first hundred.' }),
    tenant: z.string(),
    trace_id: z.string(),
  })
  .meta({ id: 'ImportReceipt' });

export type ImportAnswer = z.infer<typeof ImportAnswer>;
