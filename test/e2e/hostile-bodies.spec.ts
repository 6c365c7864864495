import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expectProblem } from './support/expect-problem';
import type { Answer } from './support/running-api';
import { bearer, SECRET, signed } from './support/token-signer';
import { unharmedApi } from './support/unharmed-api';

const MIB = 1_048_576;
const PACKED = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
const PLAIN = { 'Content-Type': 'application/json' };
/** 11 million objects: 32 KB on the wire. */
const BOMB = gzipSync(`{"memories":[${'{},'.repeat(11_000_000)}{}]}`, { level: 9 });

describe('bodies that would take the memory of the process', () => {
  const identity = async (claims: object = {}) => bearer(await signed({ ...claims }));
  const api = unharmedApi(
    { SOMABRAIN_JWT_SECRET: SECRET, SOMABRAIN_RATE_RPS: '1000', SOMABRAIN_MAX_CONTENT_CHARACTERS: '1000' },
    identity,
  );
  const batch = async (body: string | Uint8Array, headers: Record<string, string>): Promise<Answer> =>
    api().postText('/remember/batch', body, { ...headers, ...(await identity()) });

  it('are not read for an identity that may not write', async () => {
    const reader = await identity({ roles: ['reader'] });
    const answer = await api().postText('/remember/batch', BOMB, { ...PACKED, ...reader });
    expectProblem(answer, 403, 'PERMISSION_DENIED');
    expectProblem(await api().postText('/remember', '{', { ...PLAIN, ...reader }), 403, 'PERMISSION_DENIED');
  });

  it('are refused by their elements before they are unpacked', async () => {
    const before = process.memoryUsage.rss();
    const answer = await batch(BOMB, PACKED);
    expect(expectProblem(answer, 400, 'VALIDATION_FAILED')[0]).toEqual({
      field: 'memories',
      message: 'may have at most 1000 items',
    });
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * MIB);
  });

  it('are refused by what was unpacked from little', async () => {
    const memories = Array(900).fill({ content: 'x'.repeat(9_000) });
    const answer = await batch(gzipSync(JSON.stringify({ memories }), { level: 9 }), PACKED);
    expectProblem(answer, 413, 'PAYLOAD_TOO_LARGE');
    expect(answer.json().detail).toContain('less than a 100th of its size');
  });

  it.each<[string, string, string]>([
    [
      'an item',
      `{"memories":[{"content":"${'x'.repeat(MIB + 12_000)}"}]}`,
      'An item of the body may have at most',
    ],
    ['what stands beside the items', `{"x":"${'x'.repeat(MIB)}"}`, 'Beside its lists the body may have'],
    [
      'the values of the items',
      `{"memories":[${Array(100)
        .fill(`{"metadata":[${'1,'.repeat(6_000)}1]}`)
        .join(',')}]}`,
      'The body holds more than 500000 values',
    ],
  ])('are refused when %s are too much, and the answer says so', async (_, body, detail) => {
    const answer = await batch(body, PLAIN);
    expectProblem(answer, 413, 'PAYLOAD_TOO_LARGE');
    expect(answer.json().detail).toContain(detail);
  });

  it('are refused on every other route, too', async () => {
    const headers = { ...PLAIN, ...(await identity()) };
    const many = `{"query":"x","tags":[${'1,'.repeat(50_000)}1]}`;
    expectProblem(await api().postText('/recall', many, headers), 413, 'PAYLOAD_TOO_LARGE');
    const deep = `{"jsonrpc":"2.0","params":${'['.repeat(65)}`;
    const answer = await api().postText('/mcp', deep, headers);
    expect([answer.status, answer.json()]).toEqual([
      400,
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'body: is nested deeper than 64 levels' } },
    ]);
  });

  it('are refused as lines of a file, too', async () => {
    const headers = { 'Content-Type': 'application/x-ndjson', ...(await identity()) };
    for (const [line, message] of [
      [`{"metadata":${'['.repeat(65)}`, 'is nested deeper than 64 levels'],
      [`{"metadata":[${'1,'.repeat(50_000)}1]}`, 'holds more than 50000 values'],
    ] as const) {
      const answer = await api().postText('/import', `${line}\n`, headers);
      expect(expectProblem(answer, 400, 'IMPORT_INVALID')).toEqual([{ field: 'line 1', message }]);
    }
  });

  it('a refused body leaves its connection to the next request', async () => {
    const headers = { ...PACKED, ...(await identity()) };
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await api().postText('/remember/batch', BOMB, headers)).status).toBe(400);
      expect((await api().get('/memories', await identity())).status).toBe(200);
    }
  });

  it('a body that ends within its compression, or its connection, does no harm', async () => {
    const half = gzipSync(JSON.stringify({ content: 'x'.repeat(1_000) })).subarray(0, 20);
    const headers = { ...PACKED, ...(await identity()) };
    expectProblem(await api().postText('/remember', half, headers), 400, 'MALFORMED_REQUEST');
    const { hostname, port } = new URL(api().url);
    const broken = httpRequest({
      hostname,
      port,
      path: '/remember',
      method: 'POST',
      headers: { ...headers, 'Content-Length': 500 },
    });
    broken.on('error', () => undefined);
    broken.write(half, () => broken.destroy());
    await new Promise((resolve) => broken.on('close', resolve));
  });
});
