import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseCompose, readComposeText } from '../support/compose-file';
import { outputOf, PROJECT } from '../support/run-program';
import { freePort } from '../support/service-process';
import { waitFor } from '../support/wait-for';

const TOKEN = 'the-token-of-this-run';
const SECRETS = Object.fromEntries(
  ['SOMA_VERSION', 'REDIS_PASSWORD', 'SOMABRAIN_MEMORY_HTTP_TOKEN']
    .concat(['POSTGRES_PASSWORD', 'POSTGRES_OWNER_PASSWORD', 'POSTGRES_EXPORTER_PASSWORD'])
    .map((name) => [name, 'of-its-own']),
);
/** What they send who do not know the token. */
const STRANGERS: readonly Record<string, string>[] = [
  {},
  { Authorization: 'Bearer another-token' },
  { Authorization: 'Bearer ' },
];
const ALLOW_ALL = 'package somabrain.authz\n\ndecision := {"allow": true, "reasons": []}\n';

it('finds every case of the policies as it should be', async () => {
  for (const folder of ['policies', 'policies-prod'])
    await outputOf('opa', [
      'test',
      ...[folder, `tests/${folder}`, 'tests/decision_test.rego', 'tests/leader_test.rego'].map(inOpa),
    ]);
  await outputOf('opa', ['test', inOpa('system'), inOpa('tests/system')]);
}, 60_000);

describe.each([
  ['docker-compose.yml', 'somabrain_opa', 'policies'],
  ['docker-compose.prod.yml', 'opa', 'policies-prod'],
] as const)('OPA as %s starts it', (file, service, policies) => {
  let opa: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const { command = [] } = parseCompose(readComposeText(file), { ...SECRETS, SOMABRAIN_OPA_TOKEN: TOKEN })
      .services[service]!;
    const address = `127.0.0.1:${await freePort()}`;
    const places: Readonly<Record<string, string>> = {
      '--addr=0.0.0.0:8181': `--addr=${address}`,
      '/policies': inOpa(policies),
      '/system': inOpa('system'),
    };
    url = `http://${address}`;
    opa = spawn(
      'opa',
      command.map((argument) => places[argument] ?? argument),
      {
        env: { PATH: process.env.PATH, SOMABRAIN_OPA_TOKEN: TOKEN, SOMABRAIN_OPA_POLICY: 'mine.leader' },
        stdio: 'ignore',
      },
    );
    await waitFor(async () => (await ask('GET', '/health')) === 200, {
      timeoutMs: 30_000,
      what: () => 'OPA',
    });
  }, 60_000);
  afterAll(async () => {
    const ended = once(opa, 'exit');
    opa.kill();
    await ended;
  });

  async function ask(method: string, path: string, headers: Record<string, string> = {}, body = '') {
    try {
      return (await fetch(url + path, { method, headers, body: body === '' ? null : body })).status;
    } catch {
      return 0; // not listening yet
    }
  }
  const bearer = { Authorization: `Bearer ${TOKEN}` };
  const question = JSON.stringify({ input: {} });

  it('decides for those who show the token, and for nobody else', async () => {
    for (const path of [
      'somabrain/authz/decision',
      'somabrain/auth/allow',
      'somabrain/integrator',
      'mine/leader',
    ]) {
      expect([path, await ask('POST', `/v1/data/${path}`, bearer, question)]).toEqual([path, 200]);
      for (const headers of STRANGERS)
        expect([path, await ask('POST', `/v1/data/${path}`, headers, question)]).toEqual([path, 401]);
    }
  });

  it.each([
    ['DELETE', `/v1/policies/${encodeURIComponent('policies/example.rego')}`, ''],
    ['PUT', '/v1/policies/example.rego', ALLOW_ALL],
    ['PUT', '/v1/data/somabrain/authz', '{}'],
    ['PATCH', '/v1/data/somabrain', '[]'],
    ['GET', '/v1/policies', ''],
    ['GET', '/v1/data', ''],
    ['POST', '/v1/query', '{"query": "data"}'],
    ['POST', '/v1/compile', '{"query": "data"}'],
    ['POST', '/v1/data/system/authz/allow', '{}'],
    ['GET', '/v1/config', ''],
  ])('lets nobody %s %s', async (method, path, body) => {
    for (const headers of [{}, bearer]) expect(await ask(method, path, headers, body)).toBe(401);
    const denied = await fetch(`${url}/v1/data/somabrain/authz/decision`, {
      method: 'POST',
      headers: bearer,
      body: question,
    });
    expect(((await denied.json()) as { result: { allow: boolean } }).result.allow).toBe(
      policies === 'policies',
    );
  });
});

function inOpa(path: string): string {
  return join(PROJECT, 'deploy/opa', path);
}
