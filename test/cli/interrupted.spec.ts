import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '..', '..', 'scripts', 'somabrain.mjs');

describe('Ctrl-C during somabrain export', () => {
  let server: Server;
  let directory: string;
  /** Resolves when the program has asked for the file, of which it gets the first line only. */
  let asked: Promise<void>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'somabrain-cli-'));
    asked = new Promise((resolve) => {
      server = createServer((_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        response.write('{"type":"header","format":"somabrain-export","version":1,"memories":9}\n', () => {
          resolve();
        });
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('ends with 130 and leaves no half file', async () => {
    const { port } = server.address() as AddressInfo;
    const file = join(directory, 'acme.ndjson');
    const args = [PROGRAM, 'export', '--tenant', 'acme', '-o', file, '--url', `http://127.0.0.1:${port}`];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      stdio: 'ignore',
    });
    const ended = once(child, 'close');
    await asked;
    child.kill('SIGINT');
    await ended;
    expect([child.exitCode, child.signalCode]).toEqual([130, null]);
    expect(await readdir(directory)).toEqual([]);
  });
});
