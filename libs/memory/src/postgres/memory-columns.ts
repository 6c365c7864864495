import { binaryArray } from '@somabrain/database';
import { storedSupersession } from '../consolidation/stored-supersession';
import type { MemoryRow } from '../planning/tenant-plan';

/** How one column of a row travels: the type of its array, and what it becomes in the table. */
interface Column {
  readonly name: string;
  readonly type: string;
  readonly cast?: string;
  readonly encode: (rows: readonly MemoryRow[]) => Buffer;
}

/** What a caller sets, and whether it holds. `memory_versions` has these columns too. */
const STATE: readonly Column[] = [
  {
    name: 'content',
    type: 'text',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.fields.content)),
  },
  {
    name: 'metadata',
    type: 'text',
    cast: 'jsonb',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.metadataJson)),
  },
  {
    name: 'user_id',
    type: 'text',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.fields.userId)),
  },
  {
    name: 'agent_id',
    type: 'text',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.fields.agentId)),
  },
  {
    name: 'session_id',
    type: 'text',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.fields.sessionId)),
  },
  {
    name: 'position',
    type: 'int8',
    encode: (rows) => binaryArray.int8(rows.map((row) => row.state.fields.position)),
  },
  {
    name: 'speaker',
    type: 'text',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.fields.speaker)),
  },
  {
    name: 'tags',
    type: 'text',
    cast: 'jsonb',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.tagsJson)),
  },
  {
    name: 'memory_type',
    type: 'text',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.fields.memoryType)),
  },
  {
    name: 'importance',
    type: 'float8',
    encode: (rows) => binaryArray.float8(rows.map((row) => row.state.fields.importance)),
  },
  {
    name: 'occurred_at',
    type: 'timestamptz',
    encode: (rows) => binaryArray.timestamptz(rows.map((row) => row.state.fields.occurredAt)),
  },
  {
    name: 'ttl_seconds',
    type: 'int8',
    encode: (rows) => binaryArray.int8(rows.map((row) => row.state.fields.ttlSeconds)),
  },
  {
    name: 'expires_at',
    type: 'timestamptz',
    encode: (rows) => binaryArray.timestamptz(rows.map((row) => row.expiresAt)),
  },
  {
    name: 'closed',
    type: 'text',
    cast: 'jsonb',
    encode: (rows) => binaryArray.text(rows.map((row) => closedJson(row))),
  },
];

/** What identifies a row, its place and its state, and bookkeeping that an update renews. */
const REVISION: readonly Column[] = [
  { name: 'id', type: 'uuid', encode: (rows) => binaryArray.uuid(rows.map((row) => row.id)) },
  { name: 'version', type: 'int4', encode: (rows) => binaryArray.int4(rows.map((row) => row.version)) },
  {
    name: 'updated_at',
    type: 'timestamptz',
    encode: (rows) => binaryArray.timestamptz(rows.map((row) => row.updatedAt)),
  },
  {
    name: 'duplicate_digest',
    type: 'bytea',
    encode: (rows) => binaryArray.bytea(rows.map((row) => bytesOf(row.state.duplicateDigest))),
  },
  {
    name: 'state_digest',
    type: 'bytea',
    encode: (rows) => binaryArray.bytea(rows.map((row) => bytesOf(row.state.stateDigest))),
  },
  {
    name: 'namespace',
    type: 'text',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.fields.namespace)),
  },
  {
    name: 'key',
    type: 'text',
    encode: (rows) => binaryArray.text(rows.map((row) => row.state.fields.key)),
  },
  {
    name: 'coordinate',
    type: 'bytea',
    encode: (rows) => binaryArray.bytea(rows.map((row) => row.coordinate)),
  },
];

/** What never changes. */
const ORIGIN: readonly Column[] = [
  { name: 'arrival', type: 'int8', encode: (rows) => binaryArray.int8(rows.map((row) => row.arrival)) },
  {
    name: 'created_at',
    type: 'timestamptz',
    encode: (rows) => binaryArray.timestamptz(rows.map((row) => row.createdAt)),
  },
  { name: 'nonce', type: 'bytea', encode: (rows) => binaryArray.bytea(rows.map((row) => row.nonce)) },
];

/** The names of the columns that a caller sets. */
export const STATE_COLUMNS = STATE.map((column) => quoted(column.name)).join(', ');

/** The same of a stored row `m`, and of a parameter row `r` with the casts to the table's types. */
export const STORED_STATE = STATE.map((column) => `m.${quoted(column.name)}`).join(', ');
export const GIVEN_STATE = STATE.map(valueOf).join(', ');

/** Rows of one kind as parameters and as the table expression that reads them. */
export class RowParameters {
  /** Names of the columns, as they are in `memories`. */
  readonly names: string;
  /** The same with the casts to the table's types, to be selected from `r`. */
  readonly values: string;
  /** `unnest(…) r (…)`, with a column `tenant_id` first. */
  readonly source: string;
  /** The same with the number of each row as its last column, `place`. */
  readonly numberedSource: string;

  private constructor(
    private readonly columns: readonly Column[],
    first: number,
  ) {
    this.names = columns.map((column) => quoted(column.name)).join(', ');
    this.values = columns.map(valueOf).join(', ');
    const types = ['text', ...columns.map((column) => column.type)];
    const parameters = types.map((type, index) => `$${first + index}::${type}[]`).join(', ');
    this.source = `unnest(${parameters}) r (tenant_id, ${this.names})`;
    this.numberedSource = `unnest(${parameters}) with ordinality r (tenant_id, ${this.names}, place)`;
  }

  /** Whole rows. @param first number of the first parameter */
  static whole(first: number): RowParameters {
    return new RowParameters([...REVISION, ...ORIGIN, ...STATE], first);
  }

  /** What an update changes. */
  static revision(first: number): RowParameters {
    return new RowParameters([...REVISION, ...STATE], first);
  }

  /** How many parameters there are. */
  get count(): number {
    return this.columns.length + 1;
  }

  /** `column = r.column, …` of an update. */
  get assignments(): string {
    return this.columns
      .filter((column) => column.name !== 'id')
      .map((column) => `${quoted(column.name)} = ${valueOf(column)}`)
      .join(', ');
  }

  /** The parameters: one binary array for each column. */
  encode(tenants: readonly string[], rows: readonly MemoryRow[]): Buffer[] {
    return [binaryArray.text(tenants), ...this.columns.map((column) => column.encode(rows))];
  }
}

function valueOf(column: Column): string {
  const value = `r.${quoted(column.name)}`;
  return column.cast ? `${value}::${column.cast}` : value;
}

// `position` and `key` are words of SQL.
function quoted(name: string): string {
  return `"${name}"`;
}

function closedJson({ state: { closed } }: MemoryRow): string | null {
  return closed && JSON.stringify(storedSupersession(closed));
}

function bytesOf(base64: string | null): Buffer | null {
  return base64 === null ? null : Buffer.from(base64, 'base64');
}
