import type { CloudEvent } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import { GENESIS, isSealed, sealRecord } from './audit-chain';
import { type AuditEventData, auditMessage, recordOf } from './audit-envelope';
import type { AuditEvent } from './audit-record';

const event: AuditEvent = {
  id: newId(),
  actor: 'ana',
  action: 'memory.remembered',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  resource: { type: 'memory', id: 'm1', namespace: 'default' },
  data: { version: 1, bytes: 30, content_digest: 'ab' },
};
const place = { tenant: 'acme', stream: 'operations', time: 1_767_225_600_001 } as const;
const record = sealRecord(GENESIS, event, place);
const publish = (each = record) => {
  const { key, value, headers } = auditMessage(each);
  return { key, headers, event: JSON.parse(value) as CloudEvent<AuditEventData> };
};

describe('a published audit record', () => {
  it('is a CloudEvent keyed by its tenant', () => {
    const { key, headers, event: published } = publish();
    expect(key).toBe('acme');
    expect(headers).toEqual({ 'content-type': 'application/cloudevents+json; charset=UTF-8' });
    expect(published).toMatchObject({
      specversion: '1.0',
      id: event.id,
      source: '/somabrain/audit',
      type: 'somabrain.memory.remembered.v1',
      subject: 'acme/m1',
      time: '2026-01-01T00:00:00.001Z',
      datacontenttype: 'application/json',
      traceparent: expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$/) as string,
      data: { actor: 'ana', action: 'memory.remembered', decision: 'allow', outcome: 'success', seq: 1 },
    });
  });

  it('is the whole record, whose seal a consumer can check', () => {
    const received = recordOf(publish().event);
    expect(received).toEqual(record);
    expect(isSealed(received)).toBe(true);
    expect(isSealed({ ...received, actor: 'eve' })).toBe(false);
  });

  it('has its tenant for subject where the resource has no id, and tells what was denied', () => {
    const denied = sealRecord(GENESIS, { ...event, outcome: 'denied', resource: { type: 'memory' } }, place);
    expect(publish(denied).event).toMatchObject({
      subject: 'acme',
      data: { decision: 'deny', outcome: 'denied' },
    });
  });
});
