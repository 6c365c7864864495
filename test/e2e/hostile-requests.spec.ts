import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expectProblem } from './support/expect-problem';
import { unharmedApi } from './support/unharmed-api';

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('requests that are not well formed', () => {
  const api = unharmedApi();

  const long = (length: number) => 'x'.repeat(length);

  describe('that is no JSON', () => {
    it.each([
      '',
      ' ',
      '{',
      '{"content":"x"',
      '{"content":"x",}',
      "{'content':'x'}",
      '{"content":NaN}',
      '{"content":Infinity}',
      'undefined',
      '{"a":1}{"b":2}',
      '[1',
      '\u0000',
    ])('%j is malformed', async (body) => {
      expectProblem(await api().postText('/remember', body, JSON_TYPE), 400, 'MALFORMED_JSON');
    });

    it.each(['null', '"text"', '5', 'true', '[]', '[{"content":"x"}]'])('%s is no object', async (body) => {
      const errors = expectProblem(
        await api().postText('/remember', body, JSON_TYPE),
        400,
        'VALIDATION_FAILED',
      );
      expect(errors[0]?.field).toBe('body');
    });

    it('bytes that are not UTF-8 are malformed', async () => {
      const body = Buffer.concat([
        Buffer.from('{"content":"'),
        Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
        Buffer.from('"}'),
      ]);
      expectProblem(await api().postText('/remember', body, JSON_TYPE), 400, 'MALFORMED_JSON');
    });

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'multipart/form-data; boundary=x',
      'json',
      ';;;',
    ])('the content type %s is not taken', async (type) => {
      const answer = await api().postText('/remember', '{"content":"x"}', { 'Content-Type': type });
      expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    });

    it.each(['utf-16', 'iso-8859-1', 'utf-99'])('the charset %s is not taken', async (charset) => {
      const answer = await api().postText('/remember', '{"content":"x"}', {
        'Content-Type': `application/json; charset=${charset}`,
      });
      expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    });

    it('a compressed body is read, a broken or unknown compression refused', async () => {
      const body = gzipSync('{"content":"compressed"}');
      const gzip = { ...JSON_TYPE, 'Content-Encoding': 'gzip' };
      expect((await api().postText('/remember', body, gzip)).status).toBe(201);
      expectProblem(await api().postText('/remember', 'not gzip', gzip), 400, 'MALFORMED_REQUEST');
      expectProblem(
        await api().postText('/remember', body, { ...JSON_TYPE, 'Content-Encoding': 'lzma' }),
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      );
    });
  });

  describe('that is too large', () => {
    it('ends in 413, also when it grows only by decompression', async () => {
      const large = JSON.stringify({ content: 'x', note: long(1_048_576) });
      const beyondAnyText = JSON.stringify({ content: 'x', note: long(13_048_576) });
      expectProblem(await api().postText('/remember', beyondAnyText, JSON_TYPE), 413, 'PAYLOAD_TOO_LARGE');
      expectProblem(await api().postText('/recall', large, JSON_TYPE), 413, 'PAYLOAD_TOO_LARGE');
      const bomb = gzipSync(Buffer.alloc(64 * 1_048_576, 'x'));
      expectProblem(
        await api().postText('/remember/batch', bomb, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }),
        413,
        'PAYLOAD_TOO_LARGE',
      );
    });
  });

  describe('below HTTP', () => {
    const exchange = (request: string) =>
      new Promise<string>((resolve, reject) => {
        const { hostname, port } = new URL(api().url);
        const socket = connect(Number(port), hostname);
        let answer = '';
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.on('close', () => {
          resolve(answer);
        });
        socket.on('error', reject);
        socket.end(request);
      });
    const post = (headers: string, body: string) =>
      `POST /remember HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n\r\n${body}`;

    it.each([
      [
        'a Content-Length that is no number',
        post('Content-Type: application/json\r\nContent-Length: many', '{}'),
      ],
      ['two Content-Lengths', post('Content-Length: 2\r\nContent-Length: 3', '{}')],
      ['length and chunks at once', post('Content-Length: 2\r\nTransfer-Encoding: chunked', '0\r\n\r\n')],
      [
        'a broken chunk',
        post('Content-Type: application/json\r\nTransfer-Encoding: chunked', 'zz\r\n{}\r\n'),
      ],
      ['no HTTP', 'hello\r\n\r\n'],
    ])('%s is answered with 400', async (_, request) => {
      expect(await exchange(request)).toMatch(/^HTTP\/1.1 400 /);
    });

    it('a connection that ends within the body does no harm', async () => {
      await exchange(post('Content-Type: application/json\r\nContent-Length: 500', '{"content":'));
    });
  });

  describe('in path and headers', () => {
    it.each(['/memories/%', '/memories/%zz', '/memories/%c3%28'])(
      'the path %s cannot be read',
      async (path) => {
        expectProblem(await api().get(path), 400, 'MALFORMED_REQUEST');
      },
    );

    it.each(['', 'two words', 'ü', 'a,b', long(65), "'; drop table x; --"])(
      'the tenant %j is refused',
      async (tenant) => {
        for (const header of ['X-Tenant-ID', 'X-Soma-Tenant']) {
          const errors = expectProblem(
            await api().get('/memories/x', { [header]: tenant }),
            400,
            'TENANT_INVALID',
          );
          expect(errors[0]?.field).toBe(header);
        }
      },
    );

    it.each(['two words', 'ü', long(129)])('the universe %j is refused', async (universe) => {
      const answer = await api().post('/recall', { query: 'x' }, { 'X-Universe': universe });
      expect(expectProblem(answer, 400, 'VALIDATION_FAILED')[0]?.field).toBe('X-Universe');
    });
  });
});
