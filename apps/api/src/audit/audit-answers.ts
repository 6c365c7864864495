import { AUDIT_STREAMS, AuditRecordSchema } from '@somabrain/audit';
import { z } from 'zod';
import { nextCursor } from '../memory/cursor';

const stream = z.enum(AUDIT_STREAMS);
/** One audit record, as it is sealed. */
export const AuditRecordAnswer = AuditRecordSchema.meta({ id: 'AuditRecord' });

/** The answer to `GET /audit/events`. */
export const AuditEventsAnswer = z
  .object({
    items: z.array(AuditRecordAnswer).meta({ description: 'Newest first.' }),
    next_cursor: nextCursor.meta({
      description:
        'Send it as `cursor` for the next page; null on the last. A page with a rare filter may be empty and not be the last.',
    }),
  })
  .meta({ id: 'AuditEvents' });

const fault = z.object({
  kind: z.enum(['changed', 'missing', 'doubled', 'reordered']),
  seq: z
    .int()
    .meta({ description: 'Place in the chain of the first record that differs from what was sealed.' }),
  record_id: z.string().nullable().meta({ description: 'Id of the record that is there, or is missing.' }),
  detail: z.string(),
});

/** The answer to `POST /audit/verify`. */
export const AuditVerificationAnswer = z
  .object({
    ok: z.boolean().meta({ description: 'Whether every chain is intact.' }),
    tenant: z.string(),
    chains: z.array(
      z.object({
        stream,
        whole: z.boolean(),
        records: z
          .int()
          .meta({ description: 'Records that are as they were sealed, counted from the first.' }),
        fault: fault.nullable(),
      }),
    ),
    trace_id: z.string(),
  })
  .meta({ id: 'AuditVerification' });

export type AuditEventsAnswer = z.infer<typeof AuditEventsAnswer>;
export type AuditVerificationAnswer = z.infer<typeof AuditVerificationAnswer>;
