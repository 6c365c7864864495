import { FakeOpa } from '../support/fake-opa';
import { waitFor } from '../support/wait-for';
import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

const TENANT = { 'X-Tenant-ID': 'sailor' };

interface Episode {
  readonly metadata: { readonly episode: { readonly domain: string; readonly evidence: string } };
}

describe('a policy that says who leads the cognitive loop', () => {
  let opa: FakeOpa;
  let api: RunningApi;

  beforeAll(async () => {
    opa = await FakeOpa.start();
    api = await startApi({
      ENABLE_COG_THREADS: '1',
      SOMABRAIN_FF_COG_ORCHESTRATOR: '1',
      SOMABRAIN_SEGMENT_MODE: 'leader',
      SOMABRAIN_OPA_URL: opa.url,
      SOMABRAIN_OPA_POLICY: 'somabrain.integrator',
      // The machine may be busy: late is not what is looked at.
      SOMABRAIN_OPA_TIMEOUT_MS: '10000',
    });
  });
  afterAll(async () => {
    await api.stop();
    await opa.stop();
  });

  const talkThenAsk = async (): Promise<void> => {
    for (const content of ['The tide turns at seven.', 'The rudder is in the shed.', 'Marta brings bread.'])
      await api.post('/remember', { content, session_id: 's1' }, TENANT);
    await api.post('/recall', { query: 'Where is the rudder?', session_id: 's1' }, TENANT);
  };
  const counted = async (name: string, labels: string): Promise<number> => {
    const line = new RegExp(`somabrain_cognition_${name}_total\\{${labels}\\} (\\d+)`);
    return Number(line.exec((await api.get('/metrics')).text)?.[1] ?? 0);
  };
  const decisions = (outcome: string) => counted('leader_decisions', `outcome="${outcome}"`);
  const taken = (worker: string) => counted('messages', `worker="${worker}",outcome="taken"`);

  it('ends an episode where it names another leader, and is told no content', async () => {
    opa.rule = (question) => {
      if (!('candidate' in question)) return { allow: true };
      return { allow: true, leader: eventOf(question).action === 'memory.recalled' ? 'action' : 'agent' };
    };
    await talkThenAsk();
    const episodes = async () =>
      (await api.get('/memories?memory_type=episode', TENANT)).json<{ items: Episode[] }>().items;
    await waitFor(async () => (await episodes()).length > 0, {
      timeoutMs: 10_000,
      what: () => 'an episode',
    });
    expect((await episodes()).map(({ metadata }) => metadata.episode)).toMatchObject([
      { domain: 'agent', evidence: 'leader_change' },
    ]);
    expect(await decisions('overridden')).toBeGreaterThan(0);
    expect(JSON.stringify(opa.questions)).not.toMatch(/rudder|tide|Marta/);
  });

  it('does not hold the loop up where it knows no such package', async () => {
    const [undecided, segmented] = [await decisions('unavailable'), await taken('segmentation')];
    opa.rule = (question) => ('candidate' in question ? undefined : { allow: true });
    await talkThenAsk();
    await waitFor(
      async () =>
        (await decisions('unavailable')) >= undecided + 4 && (await taken('segmentation')) >= segmented + 4,
      { timeoutMs: 10_000, what: () => 'frames without a decision, segmented' },
    );
    const { text } = await api.get('/metrics');
    expect(text).not.toMatch(/somabrain_cognition_(retries|dead_letters)_total\{/);
    expect(
      api.log.filter(({ msg }) => msg === 'no policy chooses the leader: the greatest weight does'),
    ).toEqual([expect.objectContaining({ level: 'WARN', fault: 'undefined' })]);
  });
});

function eventOf(question: { readonly candidate?: unknown; readonly event?: unknown }): { action?: string } {
  return question.event as { action?: string };
}
