import { loadConfiguration } from '@somabrain/config';
import { environmentOf, OWN, refusal } from '../support/compose-environment';
import { parseCompose, readComposeText } from '../support/compose-file';
import { GUIDE_VARIABLES } from '../support/guide-variables';

const DEVELOPMENT = 'docker-compose.yml';
const PRODUCTION = 'docker-compose.prod.yml';

describe.each([
  [DEVELOPMENT, OWN, 'somabrain_app', 'somabrain_db_migrate', 'somabrain_postgres', 'somabrain_opa'],
  [PRODUCTION, OWN, 'somabrain', 'db-migrate', 'postgres', 'opa'],
] as const)('%s', (name, variables, api, migrate, postgres, opa) => {
  const fileWith = (settings: Record<string, string>) =>
    parseCompose(readComposeText(name), { ...variables, ...settings });
  const file = fileWith({});

  it('lets services log in as a user that owns nothing, and the job that migrates as the owner', () => {
    const made = environmentOf(file, postgres);
    const service = environmentOf(file, api);
    expect([service.POSTGRES_USER, service.POSTGRES_PASSWORD]).toEqual([made.APP_USER, made.APP_PASSWORD]);
    expect(service.SOMABRAIN_POSTGRES_MIGRATION_DSN).toBeUndefined();
    const { server } = loadConfiguration(environmentOf(file, migrate), { process: 'cli' }).configuration
      .postgres;
    const dsn = new URL(server.kind === 'external' ? server.migrationDsn.reveal() : '');
    expect([dsn.username, dsn.password]).toEqual(['somabrain_owner', made.OWNER_PASSWORD]);
    expect(made).toMatchObject({ POSTGRES_USER: 'postgres', LOCK_SUPERUSER: '1' });
  });

  it('lets OPA decide for those who show the token, and nobody change a policy', () => {
    const { command = [], volumes = [] } = file.services[opa]!;
    for (const argument of ['--authentication=token', '--authorization=basic', '/system'])
      expect(command).toContain(argument);
    for (const volume of volumes) expect(volume).toMatch(/:ro$/);
    const token = environmentOf(file, api).SOMABRAIN_OPA_TOKEN;
    expect(token).toEqual(expect.any(String));
    expect(environmentOf(file, opa).SOMABRAIN_OPA_TOKEN).toBe(token);
    for (const port of fileWith({ HOST_BIND_ADDRESS: '0.0.0.0' }).services[opa]?.ports ?? [])
      expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('runs the loop where .env says so, and not otherwise', () => {
    expect(file.services.somabrain_cognition?.scale).toBe(0);
    const on = fileWith({ ENABLE_COG_THREADS: '1' });
    expect(on.services.somabrain_cognition?.scale).toBe(1);
    expect(refusal(environmentOf(on, 'somabrain_cognition'), 'cognition')).toEqual([]);
    expect(on.services[api]?.depends_on).toHaveProperty('somabrain_cognition');
    const { cognition } = loadConfiguration(environmentOf(on, api, OWN), { process: 'api' }).configuration;
    expect(cognition).toMatchObject({ enabled: true, learnerUrl: 'http://somabrain_cognition:8090' });
  });

  it('reaches what listens on this machine by the name of the guide', () => {
    for (const [service, { image, profiles, extra_hosts: hosts }] of Object.entries(file.services)) {
      if (!image.startsWith('somabrain:') || profiles?.includes('never')) continue;
      expect([service, hosts]).toEqual([service, ['host.docker.internal:host-gateway']]);
    }
  });

  it('shows every process the files that a variable can name, and lets none of them be written', () => {
    const folders = (settings: Record<string, string>) =>
      Object.values(fileWith(settings).services)
        .filter(({ image }) => image.startsWith('somabrain'))
        .map(({ volumes = [] }) => volumes.find((volume) => volume.includes(':/files')));
    expect(new Set(folders({}))).toEqual(new Set(['./deploy/files:/files:ro']));
    expect(new Set(folders({ FILES_DIR: '/srv/keys' }))).toEqual(new Set(['/srv/keys:/files:ro']));
    const settings = {
      SOMABRAIN_JWT_PUBLIC_KEY_PATH: '/files/public.pem',
      ...Object.fromEntries(
        ['CA', 'CERT', 'KEY'].map((name) => [`SOMABRAIN_KAFKA_SSL_${name}_FILE`, `/files/${name}.pem`]),
      ),
    };
    expect(environmentOf(file, api, settings)).toMatchObject(settings);
  });

  it.each(Object.entries(GUIDE_VARIABLES))('passes %s of the guide on', (variable, [value, own]) => {
    const settings = { ...variables, [variable]: value };
    const told = environmentOf(fileWith(settings), api, settings);
    expect(told[own ?? variable]).toBe(value);
    expect(refusal(told, 'api')).toEqual([]);
  });
});
