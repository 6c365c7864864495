import { chainEndOf, GENESIS, sealRecord, verifyRecords } from './audit-chain';
import type { AuditEvent, AuditRecord } from './audit-record';

const event = (id: string): AuditEvent => ({
  id,
  actor: 'ana',
  action: 'memory.remembered',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  resource: { type: 'memory', id: 'm1', namespace: 'default' },
  data: { version: 1, bytes: 30, content_digest: 'ab' },
});

function chainOf(length: number): AuditRecord[] {
  const records: AuditRecord[] = [];
  let end = GENESIS;
  for (let index = 1; index <= length; index += 1) {
    const record = sealRecord(end, event(`e${index}`), {
      tenant: 'acme',
      stream: 'operations',
      time: 1_767_225_600_000 + index,
    });
    records.push(record);
    end = chainEndOf(record);
  }
  return records;
}

describe('the audit chain', () => {
  it('seals a record as documented', () => {
    const [record] = chainOf(1);
    // Computed apart, with Python's hashlib and json.dumps(sort_keys=True, separators=(',', ':')).
    expect(record?.hash).toBe('85eb13b1f3bc191fc8181df2c97269dfdeb5c8cce2ea88ad66c4a70a59eba79a');
    expect(record).toMatchObject({
      seq: 1,
      time: '2026-01-01T00:00:00.001Z',
      prev_hash: '0'.repeat(64),
      outcome: 'success',
    });
  });

  it('verifies what it sealed, also after a trip through JSON with its members in another order', () => {
    const records = chainOf(5).map((record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse());
      return JSON.parse(JSON.stringify(reversed)) as AuditRecord;
    });
    expect(verifyRecords(GENESIS, records)).toMatchObject({ end: { seq: 5 }, fault: null });
  });

  it.each<[string, (records: AuditRecord[]) => AuditRecord[], { seq: number; fault: string }]>([
    ['a changed field', (r) => r.with(2, { ...r[2]!, actor: 'eve' }), { seq: 3, fault: 'changed' }],
    ['a changed hash', (r) => r.with(2, { ...r[2]!, hash: '0'.repeat(64) }), { seq: 3, fault: 'changed' }],
    ['a missing record', (r) => r.toSpliced(2, 1), { seq: 4, fault: 'missing' }],
    ['a doubled record', (r) => r.toSpliced(2, 0, r[1]!), { seq: 2, fault: 'doubled' }],
    ['two records in the wrong order', (r) => [r[0]!, r[2]!, r[1]!, r[3]!], { seq: 3, fault: 'missing' }],
    [
      'a record sealed anew behind another past',
      (r) => {
        const forged = sealRecord({ seq: 2, hash: Buffer.alloc(32, 1) }, event('e3'), {
          tenant: 'acme',
          stream: 'operations',
          time: 1,
        });
        return r.with(2, forged);
      },
      { seq: 3, fault: 'unlinked' },
    ],
  ])('finds %s', (_, tamper, fault) => {
    expect(verifyRecords(GENESIS, tamper(chainOf(4))).fault).toEqual(fault);
  });
});
