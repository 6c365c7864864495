import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, runProgram } from '../support/run-program';

const DOCKERFILES = ['Dockerfile', 'deploy/backup/Dockerfile', '.ci/stand-ins/postgres.Dockerfile'];
const FOLDERS_OF_SCRIPTS = ['.ci', '.ci/bin', 'deploy/postgres', 'scripts', 'scripts/lib'];
const COMPOSE_FILES = ['docker-compose.yml', 'docker-compose.prod.yml'];

const DEMANDED = {
  SOMA_VERSION: 'v0.1.0',
  POSTGRES_PASSWORD: 'a',
  POSTGRES_OWNER_PASSWORD: 'd',
  POSTGRES_EXPORTER_PASSWORD: 'e',
  SOMABRAIN_OPA_TOKEN: 'f',
  REDIS_PASSWORD: 'b',
  SOMABRAIN_MEMORY_HTTP_TOKEN: 'c',
};

function bashScripts(): string[] {
  return FOLDERS_OF_SCRIPTS.flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(folder, entry.name))
      .filter((path) =>
        /^#(!\/usr\/bin\/env bash| shellcheck shell=bash)/.test(readFileSync(join(PROJECT, path), 'utf8')),
      ),
  );
}

describe('hadolint', () => {
  it.each(DOCKERFILES)('has nothing to say about %s', async (file) => {
    expect(await runProgram('hadolint', [file])).toEqual({ code: 0, out: '', err: '' });
  });

  it('would find a base without a version', async () => {
    const input = readFileSync(join(PROJECT, 'Dockerfile'), 'utf8').replaceAll(
      'node:24-bookworm-slim',
      'node',
    );
    const { code, out } = await runProgram('hadolint', ['-'], { input });
    expect(code).toBe(1);
    expect(out).toContain('DL3006');
  });
});

describe('shellcheck', () => {
  it('has nothing to say about any script', async () => {
    const scripts = bashScripts();
    expect(scripts).toContain('.ci/run');
    expect(await runProgram('shellcheck', scripts)).toEqual({ code: 0, out: '', err: '' });
  });

  it('would find a variable that is not quoted', async () => {
    const input = `${readFileSync(join(PROJECT, '.ci/run'), 'utf8')}
rm -rf $output/*
`;
    const { code, out } = await runProgram('shellcheck', ['-'], { input });
    expect(code).toBe(1);
    expect(out).toContain('SC2086');
  });
});

describe('docker compose', () => {
  const config = (...args: string[]) => runProgram('docker', ['compose', ...args], { env: DEMANDED });

  it.each(COMPOSE_FILES)('takes %s', async (file) => {
    expect(await config('-f', file, 'config', '--quiet')).toEqual({ code: 0, out: '', err: '' });
  });

  it('passes on what .env says, and nothing that it does not say', async () => {
    const { out } = await runProgram(
      'docker',
      ['compose', '-f', 'docker-compose.yml', 'config', '--format', 'json'],
      { env: { SOMABRAIN_RATE_RPS: '7', SOMABRAIN_HOST_PORT: '9001' } },
    );
    const { services } = JSON.parse(out) as {
      services: Record<
        string,
        { environment: Record<string, string | null>; ports: { published: string }[] }
      >;
    };
    const { environment, ports } = services.somabrain_app!;
    expect(environment).toMatchObject({
      SOMABRAIN_RATE_RPS: '7',
      SOMABRAIN_MODE: 'enterprise',
      SOMABRAIN_RATE_BURST: null,
    });
    expect(ports[0]?.published).toBe('9001');
  });

  it.each(Object.keys(DEMANDED))('refuses production without %s', async (name) => {
    const { code, err } = await runProgram(
      'docker',
      ['compose', '-f', 'docker-compose.prod.yml', 'config', '--quiet'],
      {
        env: { ...DEMANDED, [name]: '' },
      },
    );
    expect(code).not.toBe(0);
    expect(err).toContain(name);
  });

  it.each([
    ['a key that there is not', 'healthcheck:', 'health_check:'],
    ['a dependency that is not there', 'somabrain_memory: { condition', 'memory: { condition'],
    ['an anchor that is not there', 'environment: *settings', 'environment: *setting'],
    ['a port that is none', '}:9696', '}:http'],
  ])('would refuse %s', async (_, right, wrong) => {
    const file = readFileSync(join(PROJECT, 'docker-compose.yml'), 'utf8');
    expect(file).toContain(right);
    const { code } = await runProgram('docker', ['compose', '-f', '-', 'config', '--quiet'], {
      input: file.replaceAll(right, wrong),
    });
    expect(code).not.toBe(0);
  });
});
