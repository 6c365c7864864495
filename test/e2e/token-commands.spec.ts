import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { somabrain } from '../cli/cli-process';
import { blocksBelow } from '../support/markdown';
import { outputOf, PROJECT } from '../support/run-program';
import { TestDatabase } from '../support/test-database';
import { bearer, SECRET } from './support/token-signer';
import { startOn } from './support/start-api';

const IDENTITY = readFileSync(join(PROJECT, 'docs/security/identity.md'), 'utf8');
const [bySecret = '', byKey = '', jwks = ''] = blocksBelow(IDENTITY, 'Making a token');
/** The commands in the text that make the pair of keys. */
const commandOf = (start: string) =>
  new RegExp(`\`(${start}[^\`]*)\``).exec(IDENTITY)?.[1] ?? fail(`There is no command ${start}`);

function fail(reason: string): never {
  throw new Error(reason);
}

describe('the commands of docs/security/identity.md', () => {
  let database: TestDatabase;
  let cwd: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'somabrain-tokens-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const type = (command: string) => outputOf('bash', ['--norc', '-euc', command], { cwd });

  /** What a service with these settings answers to the token, and to the same one with another claim in it. */
  async function answersTo(token: string, settings: Record<string, string>): Promise<number[]> {
    const api = await startOn(database.dsn, settings);
    const [header = '', claims = '', signature = ''] = token.split('.');
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...said, tenant: 'other' })).toString('base64url');
    try {
      const ask = async (one: string) =>
        (await fetch(`${api.url}/memories`, { headers: bearer(one) })).status;
      return [await ask(token), await ask(`${header}.${changed}.${signature}`)];
    } finally {
      await api.stop();
    }
  }

  it('make a token of a secret', async () => {
    for (const line of bySecret.trim().split('\n')) {
      const [, args = ''] = /somabrain (token .*)$/.exec(line) ?? fail(line);
      const settings = { SOMABRAIN_JWT_SECRET: SECRET };
      const { code, out } = await somabrain(args.split(' '), settings);
      expect([code, await answersTo(out.trim(), settings)]).toEqual([0, [200, 401]]);
    }
  });

  it.each([
    ['ES256', 'openssl ecparam'],
    ['RS256', 'openssl genrsa'],
  ])(
    'make a pair of keys, a token of it (%s) and the keys that an identity provider shows',
    async (algorithm, pair) => {
      await type(commandOf(pair));
      await type(commandOf('openssl pkey'));
      const as = (block: string) => block.replaceAll('ES256', algorithm);
      const token = (await type(as(byKey))).trim();
      expect(await answersTo(token, { SOMABRAIN_JWT_PUBLIC_KEY_PATH: join(cwd, 'public.pem') })).toEqual([
        200, 401,
      ]);

      await type(as(jwks));
      const keys = await readFile(join(cwd, 'jwks.json'), 'utf8');
      const server = createServer((_, response) => response.end(keys)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      try {
        const { port } = server.address() as AddressInfo;
        const url = `http://127.0.0.1:${port}/keys`;
        const named = (await type(as(byKey).replace('typ: "JWT"', 'typ: "JWT", kid: "first"'))).trim();
        expect(await answersTo(named, { SOMABRAIN_JWT_JWKS_URL: url })).toEqual([200, 401]);
      } finally {
        server.close();
      }
    },
  );
});
