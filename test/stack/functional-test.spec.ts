import { randomBytes } from 'node:crypto';
import { runMigrations } from '@somabrain/database';
import { migrations } from '../../migrations';
import { FUNCTIONAL_TEST, tokenOf, typeCalls } from '../support/guide-functional-test';
import { loadPolicy } from '../support/load-policy';
import { ServiceProcess } from '../support/service-process';
import { backendUrl } from './backends';
import { createTopics } from './kafka';
import { TwoUsers } from './support/two-users';

const secret = () => randomBytes(32).toString('hex');

describe('the functional test of docs/deployment.md in production', () => {
  const users = new TwoUsers();
  const settings = {
    SOMABRAIN_MODE: 'production',
    SOMABRAIN_POSTGRES_DSN: users.appDsn,
    SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
    SOMABRAIN_MEMORY_HTTP_TOKEN: secret(),
    SOMABRAIN_MEMORY_HOST: '127.0.0.1',
    SOMABRAIN_HOST: '127.0.0.1',
    SOMABRAIN_REDIS_URL: backendUrl('REDIS_URL'),
    SOMABRAIN_OPA_URL: backendUrl('OPA_URL'),
    SOMABRAIN_JWT_SECRET: secret(),
  };
  let memory: ServiceProcess;
  let api: ServiceProcess;

  beforeAll(async () => {
    await loadPolicy(backendUrl('OPA_URL'), 'policies-prod');
    await createTopics();
    expect(await users.createUsers()).toMatchObject({ code: 0, err: '' });
    await runMigrations(users.ownerDsn, migrations);
    memory = await ServiceProcess.start(settings, 'memory');
    Object.assign(settings, { SOMABRAIN_MEMORY_HTTP_ENDPOINT: memory.url });
    api = await ServiceProcess.start(settings);
  }, 180_000);
  afterAll(async () => {
    await api?.stop();
    await memory?.stop();
    await users.drop();
  });

  it('passes with a token of the very commands, and not without', async () => {
    const { ways, answers } = FUNCTIONAL_TEST;
    const [refused] = await typeCalls(api.url, '');
    expect(refused).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    for (const [command, status, first] of [
      [ways.compose, 201, answers[0]],
      [ways.helm, 200, { status: 'deduplicated' }],
    ] as const) {
      expect(await typeCalls(api.url, await tokenOf(command, settings))).toMatchObject([
        { status, body: first },
        { status: 200, body: answers[1] },
      ]);
    }
  }, 60_000);
});
