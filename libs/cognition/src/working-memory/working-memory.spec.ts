import { createLogger, newTraceId, parseTenantId } from '@somabrain/kernel';
import { RedisSessionBuffer } from '@somabrain/working-memory';
import { RESTING } from '../tuning/neuromodulators';
import { BufferedSessionHits } from './buffered-session-hits';

const CONTEXT = { tenant: parseTenantId('acme', 'test'), actor: 'test', traceId: newTraceId() };
const BOUNDS = { capacity: 2, ttlMs: 60_000 };

/** What is counted, and what is logged, of hits whose Redis answers so. */
function hitsOver(run: () => Promise<unknown>) {
  const counted: unknown[][] = [];
  const lines: string[] = [];
  const logger = createLogger('INFO', { write: (line) => lines.push(line) });
  const buffer = new RedisSessionBuffer({ run }, BOUNDS, logger);
  const modulators = { of: () => Promise.resolve(RESTING) };
  const hits = new BufferedSessionHits(buffer, modulators, {
    admitted: (...figures) => counted.push(['admitted', ...figures]),
    failed: () => counted.push(['failed']),
  });
  return { hits, counted, messages: () => lines.map((line) => (JSON.parse(line) as { msg: string }).msg) };
}

const entry = (content: string, importance = 1) => ({ id: content, content, importance });

describe('the working memory of sessions', () => {
  it('is null while Redis does not answer, which is logged once and soon not waited for', async () => {
    let asked = 0;
    const { hits, counted, messages } = hitsOver(() => {
      asked += 1;
      return Promise.reject(new Error('down'));
    });
    for (let times = 0; times < 10; times += 1) expect(await hits.of(CONTEXT, 's')).toBeNull();
    await hits.remembered(CONTEXT, 's', [entry('one')]);
    expect(asked).toBe(3);
    expect(counted).toEqual(Array.from({ length: 11 }, () => ['failed']));
    expect(messages()).toEqual(['Redis does not keep working memory: recall goes on without it']);
  });

  it('takes of a large batch what came last, worth what its importance is', async () => {
    const sent: unknown[] = [];
    const { hits, counted } = hitsOver((...call: unknown[]) => {
      sent.push(call[2]);
      return Promise.resolve([2, 1, 2]);
    });
    await hits.remembered(CONTEXT, 's', [entry('one'), entry('two', 3), entry('three', 0)]);
    const code = expect.stringMatching(/^[0-9a-f]{32}$/) as unknown;
    expect(sent).toEqual([[60_000, 2, 0, 0, 0, 'two', code, 0.75, 'three', code, 0]]);
    expect(counted).toEqual([['admitted', 2, 1, 1]]);
  });
});
