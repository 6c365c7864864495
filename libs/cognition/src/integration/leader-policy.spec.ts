import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@somabrain/kernel';
import { OpaRule } from '@somabrain/policy';
import { type LeaderOutcome, LeaderPolicy, type LeaderQuestion } from './leader-policy';

const QUESTION: LeaderQuestion = {
  tenant: 'acme',
  candidate: { leader: 'agent', weights: { state: 0.3, agent: 0.4, action: 0.3 } },
  event: { action: 'memory.remembered' },
};
/** Longer than a busy machine takes to answer. */
const PATIENCE_MS = 10_000;
const IMPATIENCE_MS = 500;

/** A server that speaks, or fails to speak, as OPA would. */
describe('the policy of who leads', () => {
  let server: Server;
  let policy: LeaderPolicy;
  let answer: RequestListener;
  let asked: { path: string | undefined; body: unknown }[];
  let outcomes: LeaderOutcome[];
  let log: string[];

  const says =
    (body: unknown): RequestListener =>
    (_, response) =>
      response.end(JSON.stringify(body));

  const askWithin = (timeoutMs: number): LeaderPolicy => {
    const { port } = server.address() as AddressInfo;
    return new LeaderPolicy(
      new OpaRule({ url: `http://127.0.0.1:${port}`, timeoutMs }, 'somabrain/integrator'),
      (outcome) => outcomes.push(outcome),
      createLogger('INFO', { write: (line: string) => void log.push(line) }),
    );
  };

  beforeEach(async () => {
    [asked, outcomes, log] = [[], [], []];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push({ path: request.url, body: JSON.parse(body) });
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    policy = askWithin(PATIENCE_MS);
  });

  afterEach(async () => {
    await policy.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it.each<[string, unknown, string, LeaderOutcome]>([
    ['names another leader', { allow: true, leader: 'action' }, 'action', 'overridden'],
    ['names another leader and nothing else', { leader: 'state' }, 'state', 'overridden'],
    ['names the candidate', { allow: true, leader: 'agent' }, 'agent', 'kept'],
    ['names nobody', { allow: true }, 'agent', 'kept'],
    ['denies', { allow: false, leader: 'action' }, 'agent', 'denied'],
    ['knows no such package', undefined, 'agent', 'unavailable'],
    ['names what is no domain', { leader: 'intent' }, 'agent', 'unavailable'],
    ['answers what is no decision', 'action', 'agent', 'unavailable'],
  ])('that %s', async (_, result, leader, outcome) => {
    answer = says({ result });
    expect(await policy.leaderOf(QUESTION)).toBe(leader);
    expect(outcomes).toEqual([outcome]);
    expect(asked).toEqual([{ path: '/v1/data/somabrain/integrator', body: { input: QUESTION } }]);
  });

  it('is not waited for without end, and not asked for a while after five failures', async () => {
    answer = () => undefined;
    const impatient = askWithin(IMPATIENCE_MS);
    for (let times = 0; times < 7; times += 1) expect(await impatient.leaderOf(QUESTION)).toBe('agent');
    await impatient.close();
    expect(asked).toHaveLength(5);
    expect(outcomes).toEqual(Array<LeaderOutcome>(7).fill('unavailable'));
  });

  it('is said once to be gone, and once to be back', async () => {
    answer = says({});
    await policy.leaderOf(QUESTION);
    await policy.leaderOf(QUESTION);
    answer = says({ result: {} });
    await policy.leaderOf(QUESTION);
    await policy.leaderOf(QUESTION);
    const lines = log.map((line) => JSON.parse(line) as { level: string; fault?: string });
    expect(lines).toMatchObject([{ level: 'WARN', fault: 'undefined' }, { level: 'INFO' }]);
  });
});
