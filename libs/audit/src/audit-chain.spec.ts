import { chainEndOf, GENESIS, isSealed, sealRecord } from './audit-chain';
import type { AuditEvent, AuditRecord } from './audit-record';

const event: AuditEvent = {
  id: 'e1',
  actor: 'ana',
  action: 'memory.remembered',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  resource: { type: 'memory', id: 'm1', namespace: 'default' },
  data: { version: 1, bytes: 30, content_digest: 'ab' },
};
const place = { tenant: 'acme', stream: 'operations', time: 1_767_225_600_001 } as const;
const record = sealRecord(GENESIS, event, place);

describe('a sealed record', () => {
  it('is what is documented', () => {
    // Computed apart, with Python's hashlib and json.dumps(sort_keys=True, separators=(',', ':')).
    expect(record.hash).toBe('85eb13b1f3bc191fc8181df2c97269dfdeb5c8cce2ea88ad66c4a70a59eba79a');
    expect(record).toMatchObject({
      seq: 1,
      time: '2026-01-01T00:00:00.001Z',
      prev_hash: '0'.repeat(64),
      outcome: 'success',
    });
  });

  it('says how it ended where that is not success', () => {
    expect(sealRecord(GENESIS, { ...event, outcome: 'denied' }, place)).toMatchObject({ outcome: 'denied' });
  });

  it('names the decision of the policy where there was one, and has no such member otherwise', () => {
    const decided = sealRecord(GENESIS, { ...event, decisionId: 'd1' }, place);
    expect(decided).toMatchObject({ decision_id: 'd1', action: event.action });
    expect(isSealed(decided)).toBe(true);
    expect(Object.keys(record)).not.toContain('decision_id');
  });

  it('links to the one before', () => {
    const next = sealRecord(chainEndOf(record), event, place);
    expect(next).toMatchObject({ seq: 2, prev_hash: record.hash });
  });

  it('keeps its seal through a trip as JSON with its members in another order', () => {
    const reversed = Object.fromEntries(Object.entries(record).reverse());
    expect(isSealed(JSON.parse(JSON.stringify(reversed)) as AuditRecord)).toBe(true);
  });

  it.each<[string, object]>([
    ['a changed member', { actor: 'eve' }],
    ['a changed number', { seq: 2 }],
    ['a member more', { note: '' }],
    ['another hash', { hash: '0'.repeat(64) }],
    ['another past', { prev_hash: '1'.repeat(64) }],
    ['no past', { prev_hash: null }],
  ])('has no seal with %s', (_, change) => {
    expect(isSealed({ ...record, ...change })).toBe(false);
  });
});
