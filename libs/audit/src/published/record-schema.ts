import { z } from 'zod';
import { AUDIT_STREAMS } from '../audit-record';

const hash = (description: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description });

/** One audit record, as it is sealed. */
export const AuditRecordSchema = z.object({
  id: z.string().meta({ format: 'uuid', description: 'Also of the event that is published.' }),
  tenant: z.string(),
  stream: z.enum(AUDIT_STREAMS),
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
  resource: z.record(z.string(), z.unknown()).meta({ description: 'The resource of the action.' }),
  data: z
    .record(z.string(), z.unknown())
    .meta({ description: 'Ids, counts, sizes and keyed digests; never content.' }),
  prev_hash: hash('The `hash` of the record before; zeros in the first.'),
  hash: hash('SHA-256 over `prev_hash` and the canonical form (RFC 8785) of the record without `hash`.'),
});
