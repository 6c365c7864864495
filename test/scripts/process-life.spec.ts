import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { outputOf, PROJECT, runProgram } from '../support/run-program';
import { freePort } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const START = join(PROJECT, 'scripts', 'start.mjs');

/** The programs build themselves where they are not: what is bounded and timed here is the programs. */
beforeAll(() => outputOf(process.execPath, ['scripts/somabrain.mjs', '--help']), 180_000);

describe('a service', () => {
  it.each(['api', 'memory', 'cognition'])('%s that may open 64 files ends with a sentence', async (app) => {
    const { code, out, err } = await runProgram('bash', ['-c', `ulimit -n 64; exec node ${START} ${app}`]);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^This process may open only 64 files, .*at least 256: .*ulimit -n/) as string,
    ]);
    expect([code, out]).toEqual([1, '']);
  });

  it('goes on, and ends well, when whoever read its output has ended', async () => {
    const database = await TestDatabase.create();
    const port = String(await freePort());
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [START], {
      env: { PATH, HOME, SOMABRAIN_POSTGRES_DSN: database.dsn, SOMABRAIN_PORT: port },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    child.stderr.destroy();
    const ended = once(child, 'exit');
    const answers = async (path: string) => {
      try {
        return (await fetch(`http://127.0.0.1:${port}${path}`)).status;
      } catch {
        return 0; // not listening yet
      }
    };
    try {
      await waitFor(async () => (await answers('/health/ready')) === 200, {
        timeoutMs: 30_000,
        what: () => `the service, whose exit code is ${child.exitCode}`,
      });
      for (let time = 0; time < 3; time += 1) expect(await answers('/nothing')).toBe(404);
    } finally {
      child.kill('SIGTERM');
      await ended;
      await database.drop();
    }
    expect([child.exitCode, child.signalCode]).toEqual([0, null]);
  });
});

describe('somabrain export', () => {
  it('ends without a word when whoever read its output has ended', async () => {
    const line = `${JSON.stringify({ type: 'memory', content: 'x'.repeat(1_000) })}\n`;
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.end(`{"type":"header","format":"somabrain-export","version":1}\n${line.repeat(5_000)}`);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const command = `node scripts/somabrain.mjs export --tenant acme -o - --url http://127.0.0.1:${port}`;
    try {
      const script = `${command} | head -c 10 >/dev/null; echo "\${PIPESTATUS[0]}"`;
      expect(await outputOf('bash', ['-c', `exec 2>&1; ${script}`])).toBe('141\n');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
