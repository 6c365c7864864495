import { z } from 'zod';
import type { AuditAction } from '../audit-actions';
import { auditCloudEvent } from '../audit-envelope';
import { GENESIS, sealRecord } from '../audit-chain';
import { AUDIT_STREAMS } from '../audit-record';
import { ACTION_DETAILS, actionsOf, streamOf } from './action-details';
import { AuditRecordSchema } from './record-schema';

/** A message of AsyncAPI. */
interface PublishedMessage {
  readonly name: string;
  readonly summary: string;
  readonly traits: readonly object[];
  readonly payload: object;
  readonly examples?: readonly object[];
}

/** A published audit record: CloudEvents 1.0 in structured mode. Consumers ignore members they do not know. */
export const AuditEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid().meta({ description: 'Repetitions have the same id: drop those that you have seen.' }),
  source: z.literal('/somabrain/audit'),
  type: z
    .string()
    .regex(/^somabrain\.[a-z_.]+\.v1$/)
    .meta({
      description: '`somabrain.<action>.v1`; another number when `data` can no longer be read as before.',
    }),
  subject: z
    .string()
    .meta({ description: 'The tenant, and after a slash the id of the resource if it has one.' }),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  traceparent: z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/),
  data: AuditRecordSchema.extend({
    decision: z
      .enum(['allow', 'deny'])
      .meta({ description: 'Not part of the sealed record: leave it out of the hash.' }),
  }),
});

/** JSON Schema (draft 7, as AsyncAPI reads it) that takes unknown members. */
export function jsonSchemaOf(schema: z.ZodType): object {
  const described = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return Object.fromEntries(Object.entries(described).filter(([name]) => name !== '$schema'));
}

/** The events of each stream as messages of AsyncAPI, by the names of their components. */
export function auditMessages(): Record<string, PublishedMessage> {
  return Object.fromEntries(AUDIT_STREAMS.flatMap(actionsOf).map((action) => [action, messageOf(action)]));
}

/** An event that is as it would be published, for documentation. Its seal holds. */
function exampleEvent(): object {
  const record = sealRecord(
    GENESIS,
    {
      id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072',
      actor: 'ana',
      action: 'memory.remembered',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      resource: { type: 'memory', id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071', namespace: 'default' },
      data: {
        version: 1,
        bytes: 30,
        content_digest: '0f6d2c9a4e1b8d7c3a5f0e9d8c7b6a594837261504f3e2d1c0b9a8f7e6d5c4b3',
      },
    },
    { tenant: 'acme', stream: 'operations', time: Date.UTC(2026, 2, 1, 9) },
  );
  return auditCloudEvent(record);
}

function messageOf(action: AuditAction): PublishedMessage {
  const { summary, resource, data } = ACTION_DETAILS[action];
  const type = `somabrain.${action}.v1`;
  const own = z.object({
    type: z.literal(type),
    data: z.object({
      stream: z.literal(streamOf(action)),
      action: z.literal(action),
      resource,
      data,
    }),
  });
  return {
    name: type,
    summary,
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: { allOf: [{ $ref: '#/components/schemas/AuditEvent' }, jsonSchemaOf(own)] },
    ...(action === 'memory.remembered' && {
      examples: [{ name: 'the first of a chain', payload: exampleEvent() }],
    }),
  };
}
