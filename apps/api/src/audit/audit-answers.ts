import { AUDIT_STREAMS } from '@somabrain/audit';
import { z } from 'zod';

const stream = z.enum(AUDIT_STREAMS);
const anyObject = z.record(z.string(), z.unknown());
const hash = (description: string) => z.string().meta({ description, pattern: '^[0-9a-f]{64}$' });

/** One audit record, as it is sealed. */
export const AuditRecordAnswer = z
  .object({
    id: z.string().meta({ format: 'uuid', description: 'Also of the event that is published.' }),
    tenant: z.string(),
    stream,
    seq: z.int().meta({ description: 'Place in the chain of its stream, from 1.' }),
    time: z.string().meta({ format: 'date-time' }),
    actor: z.string(),
    action: z.string(),
    outcome: z.enum(['success', 'denied', 'failed']),
    trace_id: z.string(),
    decision_id: z
      .string()
      .optional()
      .meta({ description: 'Of the policy’s decision that allowed or denied it, where one was asked for.' }),
    resource: anyObject.meta({ description: 'What it was done to.' }),
    data: anyObject.meta({ description: 'Ids, counts, sizes and keyed digests; never content.' }),
    prev_hash: hash('The `hash` of the record before; zeros in the first.'),
    hash: hash('SHA-256 over `prev_hash` and the canonical form (RFC 8785) of the record without `hash`.'),
  })
  .meta({ id: 'AuditRecord' });

/** The answer to `GET /audit/events`. */
export const AuditEventsAnswer = z
  .object({
    items: z.array(AuditRecordAnswer).meta({ description: 'Newest first.' }),
    next_cursor: z.string().nullable().meta({
      description:
        'Send it as `cursor` for the next page; null on the last. A page with a rare filter may be empty and not be the last.',
    }),
  })
  .meta({ id: 'AuditEvents' });

const fault = z
  .object({
    kind: z.enum(['changed', 'missing', 'doubled', 'reordered']),
    seq: z.int().meta({ description: 'Place where the chain stops being what was sealed.' }),
    record_id: z.string().nullable().meta({ description: 'The record that stands or belongs there.' }),
    detail: z.string(),
  })
  .meta({ id: 'AuditFault' });

/** The answer to `POST /audit/verify`. */
export const AuditVerificationAnswer = z
  .object({
    ok: z.boolean().meta({ description: 'Whether every chain is whole.' }),
    tenant: z.string(),
    chains: z.array(
      z.object({
        stream,
        whole: z.boolean(),
        records: z.int().meta({ description: 'As they were sealed, from the first one on.' }),
        fault: fault.nullable(),
      }),
    ),
    trace_id: z.string(),
  })
  .meta({ id: 'AuditVerification' });

export type AuditEventsAnswer = z.infer<typeof AuditEventsAnswer>;
export type AuditVerificationAnswer = z.infer<typeof AuditVerificationAnswer>;
