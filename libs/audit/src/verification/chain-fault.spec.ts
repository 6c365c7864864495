import { type ChainEnd, chainEndOf, GENESIS, sealRecord } from '../audit-chain';
import type { AuditEvent, AuditRecord } from '../audit-record';
import { type ChainFault, headDiffers, headSetBack, nameFault } from './chain-fault';
import { belongsTo, type StoredRecord, walkChain } from './chain-walk';

const name = { tenant: 'acme', stream: 'operations' } as const;

const event = (id: string): AuditEvent => ({
  id,
  actor: 'ana',
  action: 'memory.remembered',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  resource: { type: 'memory', id: 'm1' },
  data: { version: 1 },
});

function chainOf(length: number): AuditRecord[] {
  const records: AuditRecord[] = [];
  let end = GENESIS;
  for (let index = 1; index <= length; index += 1) {
    const record = sealRecord(end, event(`e${index}`), { ...name, time: 1_767_225_600_000 + index });
    records.push(record);
    end = chainEndOf(record);
  }
  return records;
}

/** Rows in the order of their places, as they were stored. */
const stored = (records: readonly AuditRecord[]): StoredRecord[] =>
  records.map((record, index) => ({ place: index + 1, record, hash: record.hash }));
const chain = chainOf(6);
const head = chainEndOf(chain[5]!);

async function faultOf(rows: readonly StoredRecord[], end: ChainEnd = head): Promise<ChainFault | null> {
  const { irregularity } = walkChain(name, GENESIS, rows);
  if (!irregularity) return null;
  return nameFault(name, irregularity, {
    head: end,
    at: (place) => Promise.resolve(rows.find((row) => row.place === place) ?? null),
    findSealedAs: (seq, place) =>
      Promise.resolve(
        rows.find((row) => row.place > place && row.record.seq === seq && belongsTo(name, row)) ?? null,
      ),
  });
}

/** Another record in the place of one, sealed on what is given. */
function resealed(index: number, end: ChainEnd): AuditRecord {
  return sealRecord(end, { ...event(`e${index + 1}`), actor: 'eve' }, { ...name, time: 1 });
}

describe('what was done to a chain', () => {
  it('is nothing when it is whole', async () => {
    expect(await faultOf(stored(chain))).toBeNull();
  });

  it.each<[string, (rows: StoredRecord[]) => StoredRecord[], Partial<ChainFault>]>([
    [
      'a changed record',
      (rows) => rows.with(2, { ...rows[2]!, record: { ...chain[2]!, actor: 'eve' } }),
      { kind: 'changed', seq: 3, recordId: 'e3', detail: 'The hash is not the seal of what the record says' },
    ],
    [
      'a changed number in a record',
      (rows) => rows.with(2, { ...rows[2]!, record: { ...chain[2]!, seq: 99 } }),
      { kind: 'changed', seq: 3, detail: 'The hash is not the seal of what the record says' },
    ],
    [
      'a changed hash beside the record',
      (rows) => rows.with(2, { ...rows[2]!, hash: '0'.repeat(64) }),
      { kind: 'changed', seq: 3, recordId: 'e3', detail: 'The stored hash is not the one in the record' },
    ],
    [
      'a record of another tenant in the place of one',
      (rows) => {
        const foreign = sealRecord(chainEndOf(chain[1]!), event('x'), { ...name, tenant: 'evil', time: 1 });
        return rows.with(2, { ...rows[2]!, record: foreign, hash: foreign.hash });
      },
      { kind: 'changed', seq: 3, recordId: 'x', detail: 'It was sealed for another chain' },
    ],
    [
      'a record of another stream in the place of one',
      (rows) => {
        const foreign = sealRecord(chainEndOf(chain[1]!), event('x'), { ...name, stream: 'access', time: 1 });
        return rows.with(2, { ...rows[2]!, record: foreign, hash: foreign.hash });
      },
      { kind: 'changed', seq: 3, recordId: 'x', detail: 'It was sealed for another chain' },
    ],
    [
      'a record that is gone',
      (rows) => rows.toSpliced(2, 1),
      { kind: 'missing', seq: 3, recordId: null, detail: 'No row has this number' },
    ],
    [
      'a record that is gone, and the others moved up',
      () => stored(chain.toSpliced(2, 1)),
      { kind: 'missing', seq: 3, recordId: null, detail: 'Record 4 stands in its place' },
    ],
    [
      'a record that another one overwrote',
      () => stored(chain.with(2, chain[4]!)),
      { kind: 'missing', seq: 3, recordId: null, detail: 'Record 5 stands in its place' },
    ],
    [
      'the first record gone',
      (rows) => rows.slice(1),
      { kind: 'missing', seq: 1, detail: 'No row has this number' },
    ],
    [
      'a copy of a record at the end',
      () => stored([...chain, chain[2]!]),
      { kind: 'doubled', seq: 7, recordId: 'e3', detail: 'Record 3 stands here a second time' },
    ],
    [
      'a copy of a record between others',
      () => stored(chain.toSpliced(4, 0, chain[1]!)),
      { kind: 'doubled', seq: 5, recordId: 'e2', detail: 'Record 2 stands here a second time' },
    ],
    [
      'a second row with a number',
      (rows) => rows.toSpliced(3, 0, rows[2]!),
      { kind: 'doubled', seq: 3, recordId: 'e3', detail: 'Two rows have this number' },
    ],
    [
      'two records that changed places',
      () => stored(chain.with(1, chain[4]!).with(4, chain[1]!)),
      { kind: 'reordered', seq: 2, recordId: 'e5', detail: 'Record 2 stands at place 5' },
    ],
    [
      'a record moved to the end',
      (rows) => [...rows.toSpliced(1, 1), { ...rows[1]!, place: 7 }],
      { kind: 'reordered', seq: 2, recordId: 'e2', detail: 'Record 2 stands at place 7' },
    ],
    [
      'a record sealed anew, which the next one does not follow',
      () => stored(chain.with(2, resealed(2, chainEndOf(chain[1]!)))),
      {
        kind: 'changed',
        seq: 3,
        recordId: 'e3',
        detail: 'It was sealed anew: the next record was sealed on another hash',
      },
    ],
    [
      'the last but one sealed anew',
      () => stored(chain.with(4, resealed(4, chainEndOf(chain[3]!)))),
      {
        kind: 'changed',
        seq: 5,
        recordId: 'e5',
        detail: 'It was sealed anew: the next record was sealed on another hash',
      },
    ],
    [
      'the last record sealed anew, and the head left as it was',
      () => stored(chain.with(5, resealed(5, { seq: 5, hash: Buffer.alloc(32, 1) }))),
      {
        kind: 'changed',
        seq: 6,
        recordId: 'e6',
        detail: 'It was sealed anew: it does not follow the record before',
      },
    ],
    [
      'a record sealed anew where the rest was cut off',
      () => stored(chain.slice(0, 3).with(2, resealed(2, { seq: 2, hash: Buffer.alloc(32, 1) }))),
      {
        kind: 'changed',
        seq: 3,
        recordId: 'e3',
        detail: 'It was sealed anew: it does not follow the record before',
      },
    ],
    [
      'two records in a row sealed anew for another chain',
      () => {
        const forged = resealed(2, { seq: 2, hash: Buffer.alloc(32, 1) });
        const foreign = sealRecord(chainEndOf(forged), event('x'), { ...name, tenant: 'evil', time: 1 });
        return stored(chain.with(2, forged).with(3, foreign));
      },
      {
        kind: 'changed',
        seq: 3,
        recordId: 'e3',
        detail: 'It was sealed anew: it does not follow the record before',
      },
    ],
    [
      'a record sealed as a number that no chain has',
      () => stored(chain.with(2, resealed(2, { seq: -1, hash: Buffer.alloc(32) }))),
      { kind: 'changed', seq: 3, recordId: 'e3' },
    ],
    [
      'a record sealed anew behind another past',
      () => stored(chain.with(2, resealed(2, { seq: 2, hash: Buffer.alloc(32, 1) }))),
      {
        kind: 'changed',
        seq: 3,
        recordId: 'e3',
        detail: 'It was sealed anew: it does not follow the record before',
      },
    ],
    [
      'a forged record that pretends to be an earlier one',
      () => stored([...chain, resealed(2, chainEndOf(chain[1]!))]),
      { kind: 'changed', seq: 7, recordId: 'e3', detail: 'It was sealed as record 3, where another stands' },
    ],
  ])('is named: %s', async (_, tamper, fault) => {
    expect(await faultOf(tamper(stored(chain)))).toMatchObject({ stream: 'operations', ...fault });
  });

  it('is told for any JSON that stands in the place of a record', async () => {
    for (const json of ['{}', '{"hash":1,"prev_hash":[]}', '{"0":1}']) {
      const record = JSON.parse(json) as AuditRecord;
      const rows = stored(chain).with(0, { place: 1, record, hash: chain[0]!.hash });
      expect(await faultOf(rows)).toMatchObject({ kind: 'changed', seq: 1, recordId: null });
    }
  });

  it('is told of the head where it names another hash, or was set back', () => {
    const [first] = stored(chain);
    expect(headDiffers(name, first!)).toEqual({
      kind: 'changed',
      stream: 'operations',
      seq: 1,
      recordId: 'e1',
      detail: 'The head of the chain names another hash for it: one of the two was changed',
    });
    expect(headSetBack(name, chainEndOf(chain[2]!), head)).toEqual({
      kind: 'changed',
      stream: 'operations',
      seq: 3,
      recordId: null,
      detail: 'The head of the chain was set back to 3; the records go on to 6',
    });
  });
});

describe('a walk along a chain', () => {
  it('ends at the last record of a whole one, and before the first that does not fit', () => {
    const rows = stored(chain);
    expect(walkChain(name, GENESIS, rows)).toEqual({ end: head, irregularity: null });
    expect(walkChain(name, GENESIS, rows.toSpliced(2, 1))).toEqual({
      end: chainEndOf(chain[1]!),
      irregularity: { what: 'gap', place: 3 },
    });
  });
});
