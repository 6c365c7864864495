import { newId } from '@somabrain/kernel';
import { waitFor } from '../../support/wait-for';
import { NOTHING, plantSeed, TENANT } from './requests';
import type { Trial } from './trial';

/** What comes from runs of a tenant: only one is under way at a time, and those that are not known cannot be undone. */
export function describeSleepAnswers(trial: () => Trial): void {
  const client = () => trial().client;

  it('SLEEP_RUNNING comes while another run is under way', async () => {
    const seed = await plantSeed(client());
    const run = newId();
    await trial().database.asOwner(
      `insert into sleep_runs (tenant_id, id, status, actor, options, step, counts, change_seq)
        values ($1, $2, 'running', 'test', '{"dryRun": false}', 'looking', '{}', 0)`,
      [TENANT, run],
    );
    for (const route of trial().routesWith('SLEEP_RUNNING')) {
      const spoilt = route.endsWith('/undo') ? { body: { run_id: run } } : {};
      await trial().expectEnding(trial().send(client(), route, seed, spoilt), route, 'SLEEP_RUNNING');
    }
    await trial().database.asOwner('delete from sleep_runs where tenant_id = $1 and id = $2', [TENANT, run]);
  });

  it('RUN_NOT_FOUND comes from undoing what never ran', async () => {
    const route = 'POST /sleep/undo';
    const spoilt = { body: { run_id: NOTHING.id } };
    await trial().expectEnding(trial().send(client(), route, NOTHING, spoilt), route, 'RUN_NOT_FOUND');
  });

  it('202 comes from not waiting for the end of a run', async () => {
    const { namespace } = await plantSeed(client());
    for (const route of ['POST /sleep/run', 'POST /reflect']) {
      const spoilt = { body: { namespace, wait_seconds: 0 } };
      expect((await trial().send(client(), route, NOTHING, spoilt)).response.status).toBe(202);
      const running = `select from sleep_runs where tenant_id = $1 and status = 'running'`;
      await waitFor(async () => (await trial().database.asOwner(running, [TENANT])).length === 0, {
        timeoutMs: 10_000,
        what: () => 'the run to end',
      });
    }
  });
}
