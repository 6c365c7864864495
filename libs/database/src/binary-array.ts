/**
 * One-dimensional arrays in Postgres's binary format. `pg` sends a Buffer parameter as binary, which spares both sides the text
 * form of thousands of values: building and parsing it would cost more than the insert.
 * Layout (array_recv): dimensions, has-null flag, element type, then length and lower bound, then each element's length and bytes.
 */
const TYPE = {
  bytea: 17,
  int8: 20,
  text: 25,
  float8: 701,
  timestamptz: 1184,
  uuid: 2950,
  int4: 23,
  bool: 16,
} as const;
const HEADER_BYTES = 20;
/** Postgres counts microseconds from 2000-01-01. */
const POSTGRES_EPOCH_MS = 946_684_800_000;

export const binaryArray = {
  /** Elements as UTF-8. */
  text: (values: readonly (string | null)[]): Buffer =>
    variable(
      TYPE.text,
      values,
      (value) => Buffer.byteLength(value),
      (buffer, offset, value) => buffer.write(value, offset),
    ),
  bytea: (values: readonly (Uint8Array | null)[]): Buffer =>
    variable(
      TYPE.bytea,
      values,
      (value) => value.length,
      (buffer, offset, value) => buffer.set(value, offset),
    ),
  uuid: (values: readonly (string | null)[]): Buffer => variable(TYPE.uuid, values, () => 16, writeUuid),
  int4: (values: readonly (number | null)[]): Buffer => variable(TYPE.int4, values, () => 4, writeInt32),
  /** Safe integers. */
  int8: (values: readonly (number | null)[]): Buffer =>
    variable(
      TYPE.int8,
      values,
      () => 8,
      (buffer, offset, value) => writeInt64(buffer, offset, value),
    ),
  float8: (values: readonly (number | null)[]): Buffer =>
    variable(
      TYPE.float8,
      values,
      () => 8,
      (buffer, offset, value) => buffer.writeDoubleBE(value, offset),
    ),
  bool: (values: readonly (boolean | null)[]): Buffer =>
    variable(
      TYPE.bool,
      values,
      () => 1,
      (buffer, offset, value) => buffer.writeUInt8(value ? 1 : 0, offset),
    ),
  /** Milliseconds since the Unix epoch. */
  timestamptz: (values: readonly (number | null)[]): Buffer =>
    variable(
      TYPE.timestamptz,
      values,
      () => 8,
      (buffer, offset, value) => writeInt64(buffer, offset, Math.round((value - POSTGRES_EPOCH_MS) * 1000)),
    ),
};

function variable<T>(
  type: number,
  values: readonly (T | null)[],
  sizeOf: (value: T) => number,
  write: (buffer: Buffer, offset: number, value: T) => unknown,
): Buffer {
  let bytes = HEADER_BYTES;
  let hasNull = 0;
  for (const value of values) {
    if (value === null) hasNull = 1;
    bytes += 4 + (value === null ? 0 : sizeOf(value));
  }
  const buffer = Buffer.allocUnsafe(bytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNull, 4);
  buffer.writeInt32BE(type, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  let offset = HEADER_BYTES;
  for (const value of values) {
    const size = value === null ? -1 : sizeOf(value);
    buffer.writeInt32BE(size, offset);
    offset += 4;
    if (value === null) continue;
    write(buffer, offset, value);
    offset += size;
  }
  return buffer;
}

/** @throws RangeError for what is none: the buffer holds at that place what happened to be in memory */
function writeUuid(buffer: Buffer, offset: number, value: string): void {
  if (buffer.write(value.replaceAll('-', ''), offset, 16, 'hex') !== 16)
    throw new RangeError('A value for a column of type uuid is no UUID');
}

// Two 32-bit halves: about ten times as fast as BigInt.
/** @throws RangeError for no whole number, and beyond 32 bits */
function writeInt32(buffer: Buffer, offset: number, value: number): void {
  if (!Number.isInteger(value)) throw new RangeError('A value for a column of whole numbers is none');
  buffer.writeInt32BE(value, offset);
}

/** @throws RangeError for no whole number, and beyond 64 bits */
function writeInt64(buffer: Buffer, offset: number, value: number): void {
  if (!Number.isInteger(value)) throw new RangeError('A value for a column of whole numbers is none');
  const high = Math.floor(value / 0x1_0000_0000);
  buffer.writeInt32BE(high, offset);
  buffer.writeUInt32BE(value - high * 0x1_0000_0000, offset + 4);
}
