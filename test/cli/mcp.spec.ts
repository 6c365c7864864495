import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { startOn } from '../e2e/support/start-api';
import { SECRET, signed } from '../e2e/support/token-signer';
import { runProgram } from '../support/run-program';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const PROGRAM = join(__dirname, '..', '..', 'scripts', 'somabrain.mjs');
const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n';

describe('somabrain mcp', () => {
  let database: TestDatabase;
  let service: Awaited<ReturnType<typeof startOn>>;
  let token: string;
  let folder: string;
  const clients: Client[] = [];

  const start = (port = '0') => startOn(database.dsn, { SOMABRAIN_JWT_SECRET: SECRET, SOMABRAIN_PORT: port });
  const connect = async (args: readonly string[], env: Record<string, string> = {}) => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [PROGRAM, 'mcp', '--url', service.url, ...args],
      env: { PATH: process.env.PATH ?? '', ...env },
      stderr: 'pipe',
    });
    let told = '';
    transport.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const client = new Client({ name: 'tests', version: '1' });
    clients.push(client);
    await client.connect(transport);
    return { client, told: () => told };
  };

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await start();
    token = await signed();
    folder = await mkdtemp(join(tmpdir(), 'somabrain-'));
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await service.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('lets a client use the API for one user, and says nothing beside', async () => {
    const { client, told } = await connect(['--user', 'ana', '--namespace', 'notes'], {
      SOMABRAIN_API_TOKEN: token,
    });
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('remember');
    await client.callTool({ name: 'remember', arguments: { content: 'The code of the gate is 4711' } });
    const found = await client.callTool({ name: 'recall', arguments: { query: 'code of the gate' } });
    expect(found.structuredContent).toMatchObject({ results: [{ content: 'The code of the gate is 4711' }] });
    const [listed] = (
      (await client.callTool({ name: 'list_memories', arguments: {} })).structuredContent as {
        memories: object[];
      }
    ).memories;
    expect(listed).toMatchObject({ user_id: 'ana', namespace: 'notes' });
    expect(told()).toBe('');
  });

  it('says what to do about a refused token and a server that is away, and goes on when they are mended', async () => {
    const file = join(folder, 'token');
    await writeFile(file, token);
    const { client, told } = await connect(['--token-file', file]);
    await writeFile(file, 'nonsense');
    await expect(client.ping()).rejects.toMatchObject({
      code: -32603,
      message: expect.stringMatching(/UNAUTHENTICATED: .*--token-file/) as string,
    });
    await writeFile(file, token);
    await client.ping();
    await service.stop();
    await expect(client.ping()).rejects.toMatchObject({
      code: -32603,
      message: expect.stringMatching(/did not answer.*--url/) as string,
    });
    service = await start(new URL(service.url).port);
    await client.ping();
    expect(told()).toMatch(/did not answer/);
    expect(told()).not.toContain(token);
  });

  it('answers what has been asked when its input ends, and ends then', async () => {
    const { code, out, err } = await runProgram(process.execPath, [PROGRAM, 'mcp', '--url', service.url], {
      env: { SOMABRAIN_API_TOKEN: token },
      input: `no message\n{"jsonrpc":"2.0"}\n${PING}`,
    });
    expect([code, JSON.parse(out)]).toEqual([0, { jsonrpc: '2.0', id: 1, result: {} }]);
    expect(err).not.toBe('');
  });

  it('ends when nobody reads its output any more', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'mcp', '--url', service.url], {
      env: { PATH: process.env.PATH, SOMABRAIN_API_TOKEN: token },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdout.destroy();
    child.stdin.on('error', () => undefined);
    const ended = once(child, 'exit');
    await waitFor(
      () => {
        if (child.exitCode === null) child.stdin.write(PING);
        return Promise.resolve(child.exitCode !== null);
      },
      { timeoutMs: 20_000, what: () => 'the end of the program' },
    );
    expect(await ended).toEqual([141, null]);
  });
});
