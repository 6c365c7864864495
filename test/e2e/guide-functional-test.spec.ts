import { FUNCTIONAL_TEST, tokenOf, typeCalls } from '../support/guide-functional-test';
import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';

const { ways, answers } = FUNCTIONAL_TEST;
const SETTINGS = {
  SOMABRAIN_MODE: 'enterprise',
  SOMABRAIN_HOST: '127.0.0.1',
  SOMABRAIN_JWT_SECRET: 'the-secret-of-this-installation-of-64-hexadecimal-digits-or-more',
};

describe('the functional test of docs/deployment.md, where callers must show who they are,', () => {
  let database: TestDatabase;
  let service: ServiceProcess;

  beforeEach(async () => {
    database = await TestDatabase.create();
    service = await ServiceProcess.start({ ...SETTINGS, SOMABRAIN_POSTGRES_DSN: database.dsn });
  });
  afterEach(async () => {
    await service?.stop();
    await database.drop();
  });

  it.each(Object.entries(ways))('passes with the token that is made with %s', async (_, command) => {
    const token = await tokenOf(command, SETTINGS);
    const [remembered, recalled] = await typeCalls(service.url, token);
    expect([remembered, recalled]).toMatchObject([
      { status: 201, body: answers[0] },
      { status: 200, body: answers[1] },
    ]);
    const [again] = await typeCalls(service.url, token);
    expect(again).toMatchObject({ status: 200, body: { status: 'deduplicated' } });
  });

  it('is 401 without the token, and with one of another secret', async () => {
    const other = { ...SETTINGS, SOMABRAIN_JWT_SECRET: 'a-secret-of-somebody-else-of-32-bytes-or-more' };
    for (const token of ['', await tokenOf(ways.compose, other)])
      expect(await typeCalls(service.url, token)).toMatchObject([
        { status: 401, body: { code: 'UNAUTHENTICATED' } },
        { status: 401, body: { code: 'UNAUTHENTICATED' } },
      ]);
  });
});
