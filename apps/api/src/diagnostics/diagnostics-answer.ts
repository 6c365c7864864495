import { z } from 'zod';

/** The answer to `GET /diagnostics`. The flat names are those of the original. */
export const DiagnosticsAnswer = z
  .object({
    version: z.string(),
    mode: z.string(),
    api_version: z.literal(1),
    mode_api_auth_enabled: z.boolean(),
    mode_opa_fail_closed: z.boolean(),
    mode_require_external_backends: z.boolean(),
    external_backends_required: z.boolean(),
    full_stack_required: z.boolean(),
    require_memory: z.boolean(),
    memory_endpoint: z.string().nullable(),
    memory_token_present: z.boolean(),
    in_container: z.boolean(),
    node: z.string(),
    uptime_seconds: z.number(),
    configuration: z
      .record(z.string(), z.unknown())
      .meta({ description: 'The settings of the process, with defaults; secrets are `[redacted]`.' }),
  })
  .meta({ id: 'Diagnostics' });

export type DiagnosticsAnswer = z.infer<typeof DiagnosticsAnswer>;
