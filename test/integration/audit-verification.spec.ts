import { AUDIT_STREAMS, type AuditStream, type ChainFault, verifyChain } from '@somabrain/audit';
import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { sealEvents } from '../support/audit-records';
import { TestDatabase } from '../support/test-database';

const RECORDS = 8;
let tenants = 0;

/** What somebody who owns the tables does to a chain of eight records, and what the verification says to it. */
const TAMPERINGS: [string, string, Partial<ChainFault>][] = [
  [
    'changed content',
    `update chain set record = jsonb_set(record, '{actor}', '"eve"') where seq = 4`,
    { kind: 'changed', seq: 4 },
  ],
  [
    'content that is no record any more',
    `update chain set record = '[null]' where seq = 4`,
    { kind: 'changed', seq: 4 },
  ],
  ['a changed hash', `update chain set hash = sha256('') where seq = 4`, { kind: 'changed', seq: 4 }],
  ['the first record deleted', `delete from chain where seq = 1`, { kind: 'missing', seq: 1 }],
  ['a record in the middle deleted', `delete from chain where seq = 4`, { kind: 'missing', seq: 4 }],
  ['the last record deleted', `delete from chain where seq = 8`, { kind: 'missing', seq: 8 }],
  ['everything deleted', `delete from chain`, { kind: 'missing', seq: 1 }],
  [
    'a record deleted and the others moved up',
    `with gone as (delete from chain where seq = 4) update chain set seq = seq - 1 where seq > 4`,
    { kind: 'missing', seq: 4, recordId: null },
  ],
  [
    'two records swapped',
    `update chain set seq = 9 - seq where seq in (3, 6)`,
    { kind: 'reordered', seq: 3 },
  ],
  ['a record moved to the end', `update chain set seq = 9 where seq = 3`, { kind: 'reordered', seq: 3 }],
  [
    'a copy at the end',
    `insert into chain select tenant_id, stream, 9, id, recorded_at, record, hash from chain where seq = 3`,
    { kind: 'doubled', seq: 9 },
  ],
  [
    'a copy in its own place',
    `insert into chain select * from chain where seq = 3`,
    { kind: 'doubled', seq: 3 },
  ],
  [
    'a copy over another record',
    `update chain a set record = b.record, hash = b.hash, id = b.id from chain b
      where b.seq = 2 and a.seq = 5`,
    { kind: 'doubled', seq: 5 },
  ],
  ['a head with another hash', `update head set hash = sha256('')`, { kind: 'changed', seq: 8 }],
  ['a head set forward', `update head set seq = 9`, { kind: 'missing', seq: 9 }],
  [
    'a head set back',
    `update head set seq = 5, hash = (select hash from chain where seq = 5)`,
    { kind: 'changed', seq: 5, recordId: null },
  ],
  ['a head deleted', `delete from head`, { kind: 'changed', seq: 0, recordId: null }],
];

describe.each(AUDIT_STREAMS)('the verification of the stream %s', (stream) => {
  let test: TestDatabase;
  let tenant: TenantId;

  beforeAll(async () => {
    test = await TestDatabase.create();
    // The owner can do what the keys forbid.
    await test.asOwner('alter table audit_log drop constraint audit_log_pkey');
    await test.asOwner('drop index audit_log_id');
  });

  beforeEach(async () => {
    tenant = parseTenantId(`tenant-${(tenants += 1)}`, 'test');
    await sealEvents(test.database, tenant, stream, RECORDS);
    // Chains beside it, which it must not be taken for.
    await sealEvents(test.database, parseTenantId(`${tenant}-other`, 'test'), stream, 2);
    await sealEvents(test.database, tenant, stream === 'access' ? 'events' : 'access', 2);
    await test.asOwner(
      `create or replace view chain as select * from audit_log where tenant_id = '${tenant}' and stream = '${stream}'`,
    );
    await test.asOwner(`create or replace view head as ${headOf(tenant, stream)}`);
  });

  afterAll(() => test.drop());

  it('finds a whole chain whole', async () => {
    expect(await verifyChain(test.database, tenant, stream)).toEqual({ records: RECORDS, fault: null });
  });

  it.each(TAMPERINGS)('finds %s', async (_, statement, fault) => {
    await test.asOwner(statement);
    const report = await verifyChain(test.database, tenant, stream);
    expect(report.fault).toMatchObject({ stream, ...fault });
    expect(report.fault?.detail).toMatch(/^[A-Z].+[^.]$/);
  });

  it('names the record', async () => {
    const [row] = await test.asOwner<{ id: string }>(
      `update chain set hash = sha256('') where seq = 4 returning id`,
    );
    expect((await verifyChain(test.database, tenant, stream)).fault?.recordId).toBe(row?.id);
  });
});

describe('the verification of a long chain', () => {
  let test: TestDatabase;
  const tenant = parseTenantId('acme', 'test');

  beforeAll(async () => {
    test = await TestDatabase.create();
    await sealEvents(test.database, tenant, 'access', 2_300);
  });

  afterAll(() => test.drop());

  it('goes page by page and tells how far it is', async () => {
    const progress: [number, number][] = [];
    const report = await verifyChain(test.database, tenant, 'access', (...told) => progress.push(told));
    expect(report).toEqual({ records: 2_300, fault: null });
    expect(progress).toEqual([
      [1_000, 2_300],
      [2_000, 2_300],
      [2_300, 2_300],
    ]);
  });

  it('takes what is sealed meanwhile for what it is', async () => {
    const writing: Promise<void>[] = [];
    const report = await verifyChain(test.database, tenant, 'access', () => {
      if (writing.length === 0) writing.push(sealEvents(test.database, tenant, 'access', 50));
    });
    await Promise.all(writing);
    expect(report.fault).toBeNull();
    expect((await verifyChain(test.database, tenant, 'access')).records).toBe(2_350);
  });

  it('finds a record that stands pages away from its place', async () => {
    await test.asOwner('alter table audit_log drop constraint audit_log_pkey');
    await test.asOwner('update audit_log set seq = 2341 - seq where seq in (100, 2241)');
    const { records, fault } = await verifyChain(test.database, tenant, 'access');
    expect(records).toBe(99);
    expect(fault).toMatchObject({ kind: 'reordered', seq: 100, detail: 'Record 100 stands at place 2241' });
  });
});

/** The head of a chain, whichever table it is in. */
function headOf(tenant: TenantId, stream: AuditStream): string {
  return stream === 'operations'
    ? `select tenant_id, audit_seq as seq, audit_hash as hash from tenant_heads where tenant_id = '${tenant}'`
    : `select tenant_id, seq, hash from audit_heads where tenant_id = '${tenant}' and stream = '${stream}'`;
}
