import { binaryArray } from '@somabrain/database';
import { asOwner, serverDsn } from '../support/test-database';

/** What Postgres reads from a binary array, as JSON. */
async function readBack(type: string, value: Buffer): Promise<unknown> {
  return asOwner(serverDsn(), async (client) => {
    const { rows } = await client.query<{ value: unknown }>(`select to_jsonb($1::${type}[]) as value`, [
      value,
    ]);
    return rows[0]?.value;
  });
}

describe('binaryArray', () => {
  it.each<[string, Buffer, unknown]>([
    [
      'text',
      binaryArray.text(['a', null, '', 'Zoë 🎉', 'q\'"\\{},']),
      ['a', null, '', 'Zoë 🎉', 'q\'"\\{},'],
    ],
    ['bytea', binaryArray.bytea([Buffer.from([0, 255]), null, new Uint8Array()]), ['\\x00ff', null, '\\x']],
    [
      'uuid',
      binaryArray.uuid(['0190a5f4-7c1e-7abc-8def-0123456789ab', null]),
      ['0190a5f4-7c1e-7abc-8def-0123456789ab', null],
    ],
    ['int4', binaryArray.int4([0, -1, 2_147_483_647, null]), [0, -1, 2_147_483_647, null]],
    [
      'int8',
      binaryArray.int8([0, -1, 4_294_967_296, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, null]),
      [0, -1, 4_294_967_296, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, null],
    ],
    ['float8', binaryArray.float8([0.1, -1e300, null]), [0.1, -1e300, null]],
    ['bool', binaryArray.bool([true, false, null]), [true, false, null]],
    ['text', binaryArray.text([]), []],
  ])('is read by Postgres as what it was: %s', async (type, value, expected) => {
    expect(await readBack(type, value)).toEqual(expected);
  });

  it.each<[string, () => Buffer]>([
    ['a version beyond 32 bits', () => binaryArray.int4([2_147_483_648])],
    ['no number as a version', () => binaryArray.int4([NaN])],
    ['a fraction', () => binaryArray.int8([0.5])],
    ['no number', () => binaryArray.int8([NaN])],
    ['a number beyond 64 bits', () => binaryArray.int8([2 ** 63])],
    ['no time', () => binaryArray.timestamptz([NaN])],
    [
      'a time beyond 64 bits of microseconds',
      () => binaryArray.timestamptz([Number.MAX_SAFE_INTEGER * 1000]),
    ],
    ['no UUID', () => binaryArray.uuid(['0190a5f4-7c1e-7abc-8def-0123456789zz'])],
    ['half a UUID', () => binaryArray.uuid(['0190a5f4'])],
  ])('refuses %s', (_, encode) => {
    expect(encode).toThrow(expect.objectContaining({ name: 'RangeError' }) as Error);
  });

  it('keeps times to the millisecond, from the first year to the last', async () => {
    const times = [
      '0001-01-01T00:00:00.001Z',
      '1969-12-31T23:59:59.999Z',
      '2026-03-01T09:00:00.123Z',
      '9999-12-31T23:59:59.999Z',
    ];
    const read = await asOwner(serverDsn(), async (client) => {
      const text = `select (extract(epoch from t) * 1000)::double precision as ms from unnest($1::timestamptz[]) with ordinality u (t, n) order by n`;
      return (
        await client.query<{ ms: number }>(text, [
          binaryArray.timestamptz(times.map((time) => Date.parse(time))),
        ])
      ).rows;
    });
    expect(read.map((row) => new Date(row.ms).toISOString())).toEqual(times);
  });
});
