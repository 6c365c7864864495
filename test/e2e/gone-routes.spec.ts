import { GONE_ROUTES } from '../../apps/api/src/compatibility/gone-routes';
import { expectProblem } from './support/expect-problem';
import { startApi } from './support/start-api';
import { unharmedApi } from './support/unharmed-api';
import { bearer, SECRET, signed } from './support/token-signer';

describe('a route that is gone', () => {
  const api = unharmedApi();

  it.each(GONE_ROUTES.map(({ path, instead }) => [path.replaceAll(/:\w+/g, 'x'), instead]))(
    '%s says what there is instead, whatever the method',
    async (path, instead) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await api().send(method, path, {});
        expectProblem(answer, 410, 'GONE');
        expect(answer.json<{ detail: string }>().detail).toContain(instead);
      }
    },
  );

  it('asks who is there first', async () => {
    const guarded = await startApi({ SOMABRAIN_JWT_SECRET: SECRET });
    expectProblem(await guarded.get('/constitution/version'), 401, 'UNAUTHENTICATED');
    const identity = bearer(await signed({ tenant: 'acme' }));
    expectProblem(await guarded.get('/constitution/version', identity), 410, 'GONE');
    await guarded.stop();
  });

  it('leaves its neighbours alone', async () => {
    expectProblem(await api().get('/constitution'), 404, 'ROUTE_NOT_FOUND');
    expect((await api().get('/healthz')).status).toBe(200);
  });
});
