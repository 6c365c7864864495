import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS, TENANT_PROBLEMS } from '@somabrain/http';
import { PAGE_PARAMETERS, text } from '../memory/change-endpoints';
import { BODY_PROBLEMS } from '../memory/memory-endpoints';
import { AuditEventsAnswer, AuditVerificationAnswer } from './audit-answers';

const RECORD_EXAMPLE = {
  id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072',
  tenant: 'public',
  stream: 'operations',
  seq: 1,
  time: '2026-03-01T09:00:00.000Z',
  actor: 'anonymous',
  action: 'memory.remembered',
  outcome: 'success',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  resource: { type: 'memory', id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071', namespace: 'default' },
  data: {
    version: 1,
    bytes: 33,
    content_digest: '0f6d2c9a4e1b8d7c3a5f0e9d8c7b6a594837261504f3e2d1c0b9a8f7e6d5c4b3',
  },
  prev_hash: '0'.repeat(64),
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

const VERIFY_EXAMPLES = {
  all: { summary: 'Every chain', value: {} },
  one: { summary: 'One chain', value: { stream: 'operations' } },
};

const CHAIN_EXAMPLE = { stream: 'operations', whole: true, records: 1042, fault: null };

export const AuditEventsEndpoint = () =>
  Endpoint({
    operationId: 'auditEvents',
    tag: 'Audit',
    summary: 'Read the audit trail',
    description:
      'The audit records that meet every given condition, newest first: changes (`operations`), reads (`access`), security and system (`events`). ' +
      'Reading them is audited too.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    queryParameters: [
      text('stream', 'Only of this stream: operations, access or events.', 'operations'),
      text('action', 'Only of this action.', 'memory.remembered'),
      text('actor', 'Only by this actor.', 'anonymous'),
      text('resource_id', 'Only about this memory, namespace or tenant.', RECORD_EXAMPLE.resource.id),
      text('since', 'Earliest time, inclusive.', '2026-03-01T00:00:00Z'),
      text('until', 'Latest time, inclusive.', '2026-04-01T00:00:00Z'),
      ...PAGE_PARAMETERS,
    ],
    answers: [
      {
        status: 200,
        description: 'A page.',
        schema: AuditEventsAnswer,
        example: { items: [RECORD_EXAMPLE], next_cursor: null },
      },
    ],
    problems: [
      'VALIDATION_FAILED',
      ...TENANT_PROBLEMS,
      'CURSOR_INVALID',
      'DATABASE_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
    ],
  });

export const VerifyAuditEndpoint = () =>
  Endpoint({
    operationId: 'verifyAudit',
    tag: 'Audit',
    summary: 'Verify the audit chains',
    description:
      'Recomputes the tenant’s chains and names the first record that was changed, is missing, is duplicated or is out of order. A ' +
      'chain of a million records takes some 20 seconds. The verification is audited.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    bodyExamples: VERIFY_EXAMPLES,
    bodyOptional: true,
    answers: [
      {
        status: 200,
        description: 'The result; see `ok`.',
        schema: AuditVerificationAnswer,
        example: {
          ok: true,
          tenant: 'public',
          chains: [CHAIN_EXAMPLE],
          trace_id: RECORD_EXAMPLE.trace_id,
        },
      },
    ],
    problems: [...BODY_PROBLEMS, 'DATABASE_UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  });
