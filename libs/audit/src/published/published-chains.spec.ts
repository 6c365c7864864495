import { type EventMessage } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import { type ChainEnd, chainEndOf, GENESIS, sealRecord } from '../audit-chain';
import { auditMessage } from '../audit-envelope';
import type { AuditRecord, AuditStream } from '../audit-record';
import { PublishedChains } from './published-chains';

/** Records as they would be sealed, one after the other. */
function chainOf(tenant: string, count: number, stream: AuditStream = 'operations'): AuditRecord[] {
  const records: AuditRecord[] = [];
  let end: ChainEnd = GENESIS;
  for (let number = 0; number < count; number += 1) {
    const event = {
      id: newId(),
      actor: 'ana',
      action: 'memory.read',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      resource: { type: 'memory' },
      data: { number },
    } as const;
    const record = sealRecord(end, event, { tenant, stream, time: 1_767_225_600_000 });
    end = chainEndOf(record);
    records.push(record);
  }
  return records;
}

const resealed = (record: AuditRecord, end: ChainEnd, time = 0): AuditRecord =>
  sealRecord(
    end,
    {
      id: record.id,
      actor: 'eve',
      action: 'memory.read',
      traceId: record.trace_id,
      resource: record.resource,
      data: record.data,
    },
    { tenant: record.tenant, stream: record.stream as AuditStream, time },
  );

function follow(records: readonly AuditRecord[], { retained = false } = {}): PublishedChains {
  const chains = new PublishedChains({ wanted: () => true, retained });
  for (const record of records) chains.take(auditMessage(record));
  return chains;
}

describe('published chains', () => {
  const [a, b, c, d] = chainOf('acme', 4) as [AuditRecord, AuditRecord, AuditRecord, AuditRecord];
  const faultOf = (...records: AuditRecord[]) => {
    const fault = follow(records).found[0]?.fault;
    return fault && [fault.kind, fault.seq, fault.recordId];
  };

  it('are whole when every record follows the one before', () => {
    expect(follow([a, b, c, d]).found).toEqual([
      {
        tenant: 'acme',
        stream: 'operations',
        records: 4,
        first: 1,
        last: 4,
        hash: d.hash,
        repeats: 0,
        fault: null,
      },
    ]);
  });

  it('are whole although relays published some of it again', () => {
    expect(follow([a, b, a, b, c, a, b, c, d]).found).toEqual([
      expect.objectContaining({ records: 4, repeats: 5, fault: null }),
    ]);
  });

  it('are told apart by tenant and stream, however they are mixed', () => {
    const chains = [chainOf('one', 3), chainOf('two', 3), chainOf('one', 3, 'access')];
    const mixed = [0, 1, 2].flatMap((index) => chains.flatMap((chain) => chain[index] ?? []));
    expect(
      follow(mixed).found.map(({ tenant, stream, records, fault }) => [tenant, stream, records, fault]),
    ).toEqual([
      ['one', 'access', 3, null],
      ['one', 'operations', 3, null],
      ['two', 'operations', 3, null],
    ]);
  });

  it.each<[string, AuditRecord[], [string, number, string | null]]>([
    ['its first record is missing', [b, c], ['missing', 1, null]],
    ['one in its midst is missing', [a, b, d], ['missing', 3, null]],
    ['two changed places', [a, c, b, d], ['reordered', 2, b.id]],
    ['a record was changed', [a, { ...b, actor: 'eve' }, c], ['changed', 2, b.id]],
    ['a record was changed and sealed anew', [a, resealed(b, chainEndOf(a)), c], ['changed', 3, c.id]],
    ['a repeat is another record', [a, b, resealed(b, chainEndOf(a), 1)], ['doubled', 2, b.id]],
    ['a repeat was changed', [a, b, { ...b, actor: 'eve' }], ['changed', 2, b.id]],
  ])('are broken where %s', (_, records, fault) => {
    expect(faultOf(...records)).toEqual(fault);
  });

  it('may begin later where the oldest are no longer kept, and are followed from there', () => {
    expect(follow([c, d], { retained: true }).found).toEqual([
      expect.objectContaining({ records: 2, first: 3, last: 4, fault: null }),
    ]);
    const [chain] = follow([c, { ...d, actor: 'eve' }], { retained: true }).found;
    expect(chain?.fault).toMatchObject({ kind: 'changed', seq: 4 });
  });

  it.each(['', '{', '[]', '{"specversion":"1.0"}', 'null'])(
    'pass over what is no audit event: %j',
    (value) => {
      const chains = follow([a, b]);
      const message: EventMessage = { key: 'acme', value, headers: {} };
      chains.take(message);
      expect(chains.foreign).toBe(1);
      expect(chains.found).toEqual([expect.objectContaining({ records: 2, fault: null })]);
    },
  );

  it('keep hashes of more records than they first have room for', () => {
    const records = chainOf('long', 200);
    expect(follow([...records, ...records]).found).toEqual([
      expect.objectContaining({ records: 200, repeats: 200, fault: null }),
    ]);
  });
});
