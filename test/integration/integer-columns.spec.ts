import { MAX_RATED } from '@somabrain/memory';
import { TestDatabase } from '../support/test-database';

/** The largest value that may come, and what makes sure of it. */
interface Bound {
  readonly most: number;
  readonly by: string;
}

const LARGEST: Readonly<Record<string, number>> = {
  smallint: 32_767,
  integer: 2_147_483_647,
  bigint: Number.MAX_SAFE_INTEGER, // larger ones would not be read back as they are
};

/** One more with each change, which takes a transaction: at a million a second it takes 285 years to its end. */
const counter = (of: string): Bound => ({ most: Number.MAX_SAFE_INTEGER, by: `counter: ${of}` });
/** A copy of a counter. */
const copy = (of: string): Bound => ({ most: Number.MAX_SAFE_INTEGER, by: `copy of ${of}` });
const schema = (most: number, field: string): Bound => ({ most, by: `schema: ${field}` });
const computed = (most: number, how: string): Bound => ({ most, by: `computed: ${how}` });

const POSITION = schema(Number.MAX_SAFE_INTEGER, 'position of wire and import files, z.int');
const TTL = schema(10 * 365 * 86_400, 'ttl_seconds of libs/memory/src/validation/fields.ts');
const VERSION = schema(
  2_147_483_647,
  'version of import files; a change of a memory in the last version is refused with VALIDATION_FAILED',
);
const PARTS = computed(2_147_483_647, 'mebibytes of a stored index, which has about 512 at the most');

/**
 * What bounds each integer column where its values enter. A number that a column cannot hold breaks the statement that writes it, and with it
 * whoever shares the transaction: whoever adds a column says here why that cannot happen.
 */
const BOUNDS: Readonly<Record<string, Bound>> = {
  'adaptation_history.version': copy('tenant_minds.version'),
  'audit_heads.seq': counter('records of a chain'),
  'audit_log.seq': copy('audit_heads.seq or tenant_heads.audit_seq'),
  'audit_outbox.first_seq': copy('audit_log.seq'),
  'audit_outbox.last_seq': copy('audit_log.seq'),
  'feedback_events.memories': schema(MAX_RATED, 'memory_ids and memories of feedback-request.ts'),
  'feedback_events.version': copy('tenant_minds.version'),
  'import_progress.lines': counter('lines read of a file'),
  'index_snapshots.change_seq': copy('tenant_heads.change_seq'),
  'index_snapshots.part': PARTS,
  'index_snapshots.parts': PARTS,
  'memories.arrival': copy('tenant_heads.change_seq'),
  'memories.position': POSITION,
  'memories.ttl_seconds': TTL,
  'memories.version': VERSION,
  'memory_changes.change_seq': copy('tenant_heads.change_seq'),
  'memory_feedback.seq': copy('tenant_heads.feedback_seq'),
  'memory_versions.position': POSITION,
  'memory_versions.ttl_seconds': TTL,
  'memory_versions.version': VERSION,
  'migrations.id': computed(2_147_483_647, 'one row a migration'),
  'migrations.timestamp': computed(Number.MAX_SAFE_INTEGER, 'the names of migrations/index.ts'),
  'sleep_runs.change_seq': copy('tenant_heads.change_seq'),
  'sleep_runs.seen': computed(Number.MAX_SAFE_INTEGER, 'memories looked at, of those there are'),
  'sleep_runs.total': computed(Number.MAX_SAFE_INTEGER, 'memories there are'),
  'tenant_heads.audit_seq': counter('records of the stream operations'),
  'tenant_heads.change_horizon': copy('memory_changes.change_seq'),
  'tenant_heads.change_seq': counter('changes of a tenant'),
  'tenant_heads.feedback_seq': counter('ratings of a tenant'),
  'tenant_heads.journaled': computed(Number.MAX_SAFE_INTEGER, 'rows of write_journal there are'),
  'tenant_heads.rate_burst': schema(1_000_000, 'rate_burst of tenant-requests.ts'),
  'tenant_heads.slept_change_seq': copy('tenant_heads.change_seq'),
  'tenant_heads.write_daily_limit': schema(1_000_000_000_000, 'write_daily_limit of tenant-requests.ts'),
  'tenant_heads.writes': counter('writes of a day'),
  'tenant_minds.feedbacks': counter('feedback learnt from'),
  'tenant_minds.version': counter('changes of what a tenant has learnt'),
  'worker_states.said': counter('messages said about a stream'),
  'worker_states.version': counter('changes of a state'),
  'write_journal.failures': computed(2_147_483_647, 'tries of a row: after five it is set aside'),
  'write_journal.seq': copy('audit_log.seq'),
};

describe('each integer column of the database', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await TestDatabase.create();
  });

  afterAll(() => test.drop());

  it('is bounded where its values enter, and this table says by what', async () => {
    const columns = await test.asOwner<{ name: string; type: string }>(
      `select format('%s.%s', c.table_name, c.column_name) as name, c.data_type as type
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('smallint', 'integer', 'bigint')`,
    );
    expect(columns.map(({ name }) => name).toSorted()).toEqual(Object.keys(BOUNDS).toSorted());
    for (const { name, type } of columns) {
      expect([name, BOUNDS[name]!.most <= LARGEST[type]!]).toEqual([name, true]);
    }
  });
});
