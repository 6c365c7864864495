import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PROJECT, type ProgramRun, runProgram } from '../support/run-program';
import type { RunningApi } from '../e2e/support/running-api';
import { startApi } from '../e2e/support/start-api';

/** An address where nothing listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

function verify(url: string, prometheus: string, env: Record<string, string> = {}): Promise<ProgramRun> {
  const args = ['--url', url, '--prometheus', prometheus, '--env', '/dev/null'];
  return runProgram(join(PROJECT, 'scripts/verify_deployment.sh'), args, { env });
}

describe('verify_deployment.sh', () => {
  let api: RunningApi;
  let prometheus: string;

  beforeAll(async () => {
    api = await startApi();
    prometheus = await nowhere();
  });
  afterAll(() => api.stop());

  it('says of a service of development what works, and what is to be done before production', async () => {
    const { code, out, err } = await verify(api.url, prometheus, { POSTGRES_PASSWORD: 'soma_dev_pass' });
    expect(err).toBe('');
    const lines = out.trimEnd().split('\n');
    for (const name of ['every backend answers', 'it stores and finds', 'it can be measured'])
      expect(lines).toContainEqual(expect.stringMatching(`^OK {6}${name}: `));
    expect(lines).toEqual(
      expect.arrayContaining([
        'TODO    the mode is strict: it is development: set SOMABRAIN_MODE=production, which refuses what is only for development',
        'TODO    passwords and tokens are your own: POSTGRES_PASSWORD: of development; give them values of your own',
        expect.stringMatching(/^TODO {4}callers must show who they are: without a token the answer is 200: /),
        'TODO    the audit reaches Kafka: there is no Kafka: set SOMABRAIN_KAFKA_URL',
        expect.stringMatching(/^TODO {4}metrics are read: http:\S+ does not answer \(ECONNREFUSED\)$/),
        expect.stringMatching(/^BY HAND logs are collected: find the trace id [0-9a-f-]+ in your log store$/),
      ]),
    );
    expect(lines.at(-1)).toMatch(/^\d+ OK, \d+ to do, \d+ not checked, \d+ by hand$/);
    expect(code).toBe(1);
  });

  it('leaves nothing behind', async () => {
    await verify(api.url, prometheus);
    const { total } = (await api.get('/memories?total=true', { 'X-Tenant-ID': 'deployment-check' })).json();
    expect(total).toBe(0);
  });

  it('says what to do where nothing answers', async () => {
    const { code, out } = await verify(await nowhere(), prometheus);
    expect(out).toMatch(
      /^TODO {4}it answers: \S+ does not answer \(ECONNREFUSED\); look at docker compose ps/,
    );
    expect(code).toBe(1);
  });

  it('tells what it does with --help, and refuses what it does not know', async () => {
    const script = join(PROJECT, 'scripts/verify_deployment.sh');
    expect((await runProgram(script, ['--help'])).out).toContain('Usage: scripts/verify_deployment.sh');
    expect(await runProgram(script, ['--frobnicate'])).toMatchObject({ code: 2, out: '' });
  });
});
