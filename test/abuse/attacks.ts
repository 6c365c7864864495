import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Sockets } from './sockets';

/** Whom an attacker attacks, and with what tokens. */
export interface Target {
  readonly url: string;
  /** Of a tenant of the attacker: one that may read and write, one that may only read. */
  readonly writer: string;
  readonly reader: string;
  /** How long he goes on. */
  readonly milliseconds: number;
}

/** What somebody may do to the service. */
export interface Attack {
  readonly name: string;
  readonly run: (target: Target, sockets: Sockets) => Promise<void>;
  /** Takes longer than a short run has time for. */
  readonly isLong?: boolean;
}

/** More than are ever worked on at once. */
const MANY = 205;
const FILE = '/docs/swagger-ui-bundle.js';
const MIB = 1_024 * 1_024;

const NDJSON = 'Content-Type: application/x-ndjson';
const JSON_TYPE = 'Content-Type: application/json';
const bearer = (token: string) => `Authorization: Bearer ${token}`;
const head = (line: string, ...headers: readonly string[]) =>
  `${line} HTTP/1.1\r\n${['Host: x', ...headers].join('\r\n')}\r\n\r\n`;
const post = (path: string, length: number, ...headers: readonly string[]) =>
  head(`POST ${path}`, ...headers, `Content-Length: ${length}`);

/** Does something again and again, as long as the attack goes on. */
async function repeatedly({ milliseconds }: Target, work: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    await work();
    await pause(200);
  }
}

/** Opens connections once and holds them. */
const holding =
  (open: (target: Target, sockets: Sockets) => Promise<unknown>): Attack['run'] =>
  async (target, sockets) => {
    await open(target, sockets);
    await pause(target.milliseconds);
  };

/** Sends a body and does not care for the answer. */
const bodies = (
  sockets: Sockets,
  count: number,
  token: string,
  path: string,
  body: Buffer,
  ...headers: string[]
) => sockets.sendMany(count, post(path, body.length, bearer(token), JSON_TYPE, ...headers), body);

/** Small on the wire, 32 MiB when it is unpacked. */
const BOMB = gzipSync(`{"memories":[${'{},'.repeat(Math.floor((32 * MIB - 100) / 3))}{}]}`);
const DEEP = Buffer.from(`{"content":"x","metadata":{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`);

const bomb =
  (count: number, tokenOf: (target: Target) => string): Attack['run'] =>
  (target, sockets) =>
    repeatedly(target, async () => {
      await bodies(sockets, count, tokenOf(target), '/remember/batch', BOMB, 'Content-Encoding: gzip');
      await pause(target.milliseconds / 3);
    });

/** An export of one memory, whose version is then the largest that there is room for. */
async function hugeVersion({ url, writer }: Target): Promise<Buffer> {
  const headers = { Authorization: `Bearer ${writer}`, 'Content-Type': 'application/json' };
  const memory = JSON.stringify({ content: 'A memory with a large version', key: 'huge', namespace: 'huge' });
  await fetch(`${url}/remember`, { method: 'POST', headers, body: memory });
  const lines = (await (await fetch(`${url}/export?namespace=huge`, { headers })).text()).trim().split('\n');
  const header = lines.shift();
  const trailer = JSON.parse(lines.pop() ?? '{}') as object;
  const changed = lines
    .map((line) => `${line.replace(/("type":"memory".*"version"):\d+/, '$1:2147483647')}\n`)
    .join('');
  const sha256 = createHash('sha256').update(changed).digest('hex');
  return Buffer.from(`${header ?? ''}\n${changed}${JSON.stringify({ ...trailer, sha256 })}\n`);
}

async function largeVersion(target: Target, sockets: Sockets): Promise<void> {
  const file = await hugeVersion(target);
  await sockets.send(post('/import', file.length, bearer(target.writer), NDJSON), file);
  await repeatedly(target, async () => {
    const content = `Another text ${performance.now()}`;
    const body = Buffer.from(JSON.stringify({ content, key: 'huge', namespace: 'huge' }));
    for (const socket of await bodies(sockets, 10, target.writer, '/remember', body)) socket.resume();
  });
}

/** Each as somebody without a token, or with one; all from one address, as behind a balancer of connections. */
export const ATTACKS: readonly Attack[] = [
  { name: 'no attack, to compare with', run: holding(() => Promise.resolve()) },
  {
    name: 'A1 3 MB of pipelined requests, no answer read',
    run: (target, sockets) =>
      repeatedly(target, async () => {
        await sockets.sendMany(2, head('GET /').repeat(100_000));
        await pause(500);
        sockets.closeAll();
      }),
  },
  {
    name: 'A1 the same with a token',
    run: (target, sockets) =>
      repeatedly(target, async () => {
        await sockets.sendMany(2, head('GET /nothing', bearer(target.writer)).repeat(8_000));
        await pause(500);
        sockets.closeAll();
      }),
  },
  {
    name: 'A1 a change behind an answer that is not read',
    run: holding(({ writer }, sockets) =>
      sockets.sendMany(20, head(`GET ${FILE}`).repeat(20) + head('DELETE /memories/kept', bearer(writer))),
    ),
  },
  { name: 'A2 a gzip bomb from a token that may not write', run: bomb(4, ({ reader }) => reader) },
  { name: 'A2 a gzip bomb from a token that may write', run: bomb(4, ({ writer }) => writer) },
  {
    name: 'A2 a body nested 500,000 deep',
    run: (target, sockets) => repeatedly(target, () => bodies(sockets, 5, target.writer, '/remember', DEEP)),
  },
  { name: 'A3 an imported version that no number holds, then writes of it', run: largeVersion },
  {
    name: 'A4 205 slow readers of a file',
    run: holding((_, sockets) => sockets.sendMany(MANY, head(`GET ${FILE}`).repeat(8))),
  },
  {
    name: 'A4 205 bodies announced without a token',
    run: holding((_, sockets) => sockets.sendMany(MANY, `${post('/remember', 1_000, JSON_TYPE)}{"c`)),
  },
  {
    name: 'A4 205 bodies announced with a token',
    run: holding(({ writer }, sockets) =>
      sockets.sendMany(MANY, `${post('/remember', 1_000, bearer(writer), JSON_TYPE)}{"c`),
    ),
  },
  {
    name: 'A4 300 headers that never end',
    run: holding((_, sockets) => sockets.sendMany(300, 'GET / HTTP/1.1\r\nHost: x\r\nX-A: ')),
  },
  {
    name: 'A4 205 slow imports',
    run: holding(({ writer }, sockets) =>
      sockets.sendMany(MANY, `${post('/import', 100_000, bearer(writer), NDJSON)}{"type":"header",`),
    ),
  },
  {
    name: 'A4 205 exports that are not read',
    run: holding(({ writer }, sockets) => sockets.sendMany(MANY, head('GET /export', bearer(writer)))),
  },
  {
    name: 'A4 large lists that are not read',
    run: (target, sockets) =>
      repeatedly(target, () => sockets.sendMany(10, head('GET /memories?limit=100', bearer(target.writer)))),
  },
  {
    name: 'A4 more connections than there may be',
    isLong: true,
    run: holding((_, sockets) => sockets.sendMany(4_500, '')),
  },
];
