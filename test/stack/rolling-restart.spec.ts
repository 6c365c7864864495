import { LoadBalancer } from '../support/load-balancer';
import { backendUrl } from './backends';
import { waitFor } from '../support/wait-for';
import { createTopics } from './kafka';
import { Callers } from './support/callers';
import { loadPolicy } from '../support/load-policy';
import type { Replica } from './support/replica';
import { Stack } from './support/stack';

const CALLERS = 16;

describe('two replicas of the API and of the memory service that are restarted one after the other under load', () => {
  let stack: Stack;
  let balancer: LoadBalancer;
  let callers: Callers | undefined;

  beforeAll(async () => {
    await loadPolicy(backendUrl('OPA_URL'), 'policies');
    await createTopics();
    const settings = { SOMABRAIN_SHUTDOWN_DELAY_SECONDS: '2' };
    stack = await Stack.start({ api: settings, memory: settings });
    balancer = await LoadBalancer.start(stack.apis.map(({ url }) => url));
  }, 120_000);
  afterAll(async () => {
    await callers?.stop();
    await balancer.stop();
    await stack.stop();
  });

  const restart = async (replica: Replica, allReady: () => boolean): Promise<void> => {
    expect(await replica.stop()).toBe(0);
    expect(errorsIn(replica.printed)).toEqual([]);
    await replica.startAgain();
    await waitFor(allReady, { timeoutMs: 20_000, what: () => 'the balancer to use it again' });
  };

  it('fail no request, and lose nothing', async () => {
    const underLoad = (callers = new Callers(balancer.url, CALLERS));
    await waitFor(() => underLoad.answered > 100, { timeoutMs: 20_000, what: () => 'answers' });
    for (const api of stack.apis) await restart(api, () => balancer.ready === stack.apis.length);
    for (const memory of stack.memories) {
      await restart(memory, () => stack.readyMemories === stack.memories.length);
    }
    const { failures, written } = await underLoad.stop();
    expect(failures.slice(0, 5)).toEqual([]);
    expect(written.length).toBeGreaterThan(CALLERS * 10);
    for (const served of balancer.served) expect(served).toBeGreaterThan(CALLERS);
    const rows = await stack.database.asOwner<{ id: string }>('select id::text as id from memories');
    const stored = new Set(rows.map(({ id }) => id));
    expect(stored.size).toBe(rows.length);
    expect(written.filter((id) => !stored.has(id))).toEqual([]);
  }, 180_000);
});

/** Lines of errors; not those of a server that answered late: all share this machine. */
function errorsIn(printed: string): string[] {
  return printed
    .split('\n')
    .filter((line) => /"level":"(ERROR|FATAL)"/.test(line) && !line.includes('a backend does not answer'));
}
