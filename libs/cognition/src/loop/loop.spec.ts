import { type EventMessage, TOPICS } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import * as fc from 'fast-check';
import { type Domain, DOMAINS } from '../integration/integrate';
import type { LeaderPolicy } from '../integration/leader-policy';
import { type Deed, published, QueuedLoop, type Turn } from './fixtures/queued-loop';
import type { ConfigUpdate, GlobalFrame, RewardEvent, SegmentBoundary } from './records';
import type { Worker } from './worker';
import { IntegratorWorker } from './workers/integrator';
import { LearnerWorker } from './workers/learner';
import { PredictorWorker } from './workers/predictor';
import { SegmenterWorker } from './workers/segmenter';
import { TeacherWorker } from './workers/teacher';

const CLOCK = { now: () => Date.UTC(2026, 2, 1, 12) };
const PREDICTOR = {
  method: 'chebyshev',
  t: 0.5,
  chebyshevDegree: 30,
  lanczosSteps: 20,
  dimension: 16,
  confidenceAlpha: 2,
} as const;
const DEVIATION = { minSamples: 5, minStd: 0.02, minGapMs: 0, maxDwellMs: 0 };

function workers(
  mode: 'leader' | 'cpd' | 'hazard' = 'cpd',
  policy: Pick<LeaderPolicy, 'leaderOf'> | null = null,
): Worker[] {
  return [
    ...DOMAINS.map((domain) => new PredictorWorker(domain, PREDICTOR, CLOCK)),
    new IntegratorWorker(DOMAINS, { alpha: 2, enforceConfidence: true }, policy),
    new SegmenterWorker({
      mode,
      changePoint: { ...DEVIATION, z: 4 },
      hazard: { ...DEVIATION, lambda: 0.02, volatility: 3 },
    }),
    new LearnerWorker(0.2),
    new TeacherWorker(512, CLOCK),
  ];
}

const START = Date.UTC(2026, 2, 1, 9);
/** Twelve turns that are remembered one by one, then questions. */
const CONVERSATION: Deed[] = Array.from({ length: 20 }, (_, index) => ({
  action: index % 12 < 9 ? 'memory.remembered' : 'memory.recalled',
  memories: [newId(), newId()].slice(0, index % 12 < 9 ? 1 : 2),
  at: START + index * 2_000,
}));

async function outcomeOf(deeds: readonly Deed[], turns: readonly Turn[], mode?: 'leader' | 'cpd' | 'hazard') {
  const loop = new QueuedLoop(workers(mode), turns.values());
  await loop.publish(TOPICS.auditOperations, EVENTS.get(deeds) ?? published(deeds));
  await loop.run();
  return {
    loop,
    frames: loop.distinct<GlobalFrame>(TOPICS.globalFrame),
    segments: loop.distinct<SegmentBoundary>(TOPICS.segments),
  };
}
/** The same deeds are the same events, by their ids. */
const EVENTS = new Map<readonly Deed[], EventMessage[]>([[CONVERSATION, published(CONVERSATION)]]);

const message = (value: object, headers: Record<string, string> = {}): EventMessage => ({
  key: 'acme',
  value: JSON.stringify(value),
  headers,
});

describe('the loop', () => {
  it('frames each activity once, with weights that sum to 1', async () => {
    const { frames } = await outcomeOf(CONVERSATION, []);
    expect(frames).toHaveLength(CONVERSATION.length);
    for (const { weights } of frames) {
      expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
    expect(new Set(frames.map(({ frame }) => frame.event)).size).toBe(CONVERSATION.length);
  });

  it('ends an episode where an agent begins to do something else, and says what was remembered in it', async () => {
    const { segments } = await outcomeOf(CONVERSATION, []);
    expect(segments.length).toBeGreaterThan(0);
    const remembered = CONVERSATION.filter(({ action }) => action === 'memory.remembered').flatMap(
      ({ memories }) => memories,
    );
    const told = segments.flatMap(({ memories }) => memories);
    expect(told).toEqual(remembered.slice(0, told.length));
  });

  it.each(['leader', 'cpd', 'hazard'] as const)(
    'segments by %s alike however messages are split into batches and whenever a worker dies',
    async (mode) => {
      const whole = await outcomeOf(CONVERSATION, [], mode);
      const turns = fc.array(fc.record({ messages: fc.integer({ min: 1, max: 9 }), dies: fc.boolean() }), {
        maxLength: 80,
      });
      await fc.assert(
        fc.asyncProperty(turns, async (split) => {
          const { frames, segments } = await outcomeOf(CONVERSATION, split, mode);
          expect(frames).toEqual(whole.frames);
          expect(segments).toEqual(whole.segments);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('keeps tenants and sessions apart', async () => {
    const others = ['beta', 'gamma'].flatMap((tenant) => CONVERSATION.map((deed) => ({ ...deed, tenant })));
    const sessions = CONVERSATION.map((deed) => ({ ...deed, session: 's2' }));
    const mixed = CONVERSATION.flatMap((deed, index) => [
      deed,
      sessions[index]!,
      others[index]!,
      others[index + 20]!,
    ]);
    const alone = await outcomeOf(CONVERSATION, []);
    const { segments } = await outcomeOf(mixed, []);
    const shapes = (found: readonly SegmentBoundary[]) =>
      found.map(({ boundary_ts: at, memories }) => ({ at, memories }));
    for (const tenant of ['acme', 'beta', 'gamma']) {
      for (const session of new Set(segments.map((boundary) => boundary.session))) {
        const own = segments.filter((boundary) => boundary.tenant === tenant && boundary.session === session);
        if (own.length > 0) expect(shapes(own)).toEqual(shapes(alone.segments));
      }
    }
    expect(segments).toHaveLength(4 * alone.segments.length);
  });

  it('takes no activity of its own, no listing and nothing that failed for one of an agent', async () => {
    const loop = new QueuedLoop(workers(), [].values());
    const own = published(CONVERSATION.slice(0, 1)).map(({ value, ...more }) => ({
      ...more,
      value: value.replace('"actor":"ana"', '"actor":"cognition"'),
    }));
    await loop.publish(TOPICS.auditOperations, own);
    await loop.run();
    expect(loop.topics.get(TOPICS.stateUpdates)).toBeUndefined();
    expect(loop.counts.deadLettered).toBe(0);
  });

  it('frames an activity once, even where a prediction comes too late to be waited for', async () => {
    const many = Array.from({ length: 600 }, (_, index): Deed => ({
      action: 'memory.remembered',
      memories: [newId()],
      at: START + index * 1_000,
    }));
    const [state, agent, action, ...others] = workers();
    const slow = new QueuedLoop([state!, agent!, ...others], [].values());
    await slow.publish(TOPICS.auditOperations, published(many));
    await slow.run();
    expect(slow.distinct(TOPICS.globalFrame).length).toBeGreaterThan(0);
    slow.add(action!);
    await slow.run();
    const frames = slow.distinct<GlobalFrame>(TOPICS.globalFrame);
    expect(frames.map(({ frame }) => frame.memories)).toEqual(many.map(({ memories }) => memories[0]));
  });

  it('learns from ratings: 5 is a reward of 1 and lowers exploration, a frame counts once', async () => {
    const loop = new QueuedLoop(workers(), [].values());
    const feedback = {
      feedback_id: 'f1',
      capsule_id: 'c1',
      frame_id: 'frame-1',
      ts: '',
      rating: 5,
      comment: '',
    };
    await loop.publish(TOPICS.teachFeedback, [
      message(feedback),
      message({ ...feedback, feedback_id: 'f2', rating: 1 }),
    ]);
    await loop.run();
    expect(loop.distinct<RewardEvent>(TOPICS.rewardEvents)).toMatchObject([
      { frame_id: 'frame-1', r_user: 1, total: 1 },
    ]);
    const [update] = loop.distinct<ConfigUpdate>(TOPICS.configUpdates);
    expect(update).toMatchObject({ learning_rate: 0.05 });
    expect(update!.exploration_temp).toBeCloseTo(0.55, 12);
  });

  it('weighs predictions more sharply once rewards lowered the temperature', async () => {
    const loop = new QueuedLoop(workers(), [].values());
    const update: ConfigUpdate = {
      learning_rate: 0.05,
      exploration_temp: 0.1,
      ts: new Date(START).toISOString(),
    };
    await loop.publish(TOPICS.configUpdates, [message(update)]);
    await loop.run();
    await loop.publish(TOPICS.auditOperations, EVENTS.get(CONVERSATION)!);
    await loop.run();
    const plain = await outcomeOf(CONVERSATION, []);
    const frames = loop.distinct<GlobalFrame>(TOPICS.globalFrame);
    const greatest = (found: readonly GlobalFrame[]) => Math.max(...Object.values(found.at(-1)!.weights));
    expect(greatest(frames)).toBeGreaterThan(greatest(plain.frames));
  });

  it('lets a policy name another leader, and says in the frame that it did', async () => {
    const other = (leader: Domain): Domain => (leader === 'action' ? 'agent' : 'action');
    const policy: Pick<LeaderPolicy, 'leaderOf'> = {
      leaderOf: ({ candidate: { leader }, event }) =>
        Promise.resolve(event.action === 'memory.recalled' ? other(leader) : leader),
    };
    const loop = new QueuedLoop(workers('leader', policy), [].values());
    await loop.publish(TOPICS.auditOperations, EVENTS.get(CONVERSATION)!);
    await loop.run();
    const frames = loop.distinct<GlobalFrame>(TOPICS.globalFrame);
    const { frames: plain } = await outcomeOf(CONVERSATION, [], 'leader');
    for (const [index, { leader, weights, frame }] of frames.entries()) {
      const heaviest = plain[index]!.leader;
      const overridden = frame.action === 'memory.recalled';
      expect(weights).toEqual(plain[index]!.weights);
      expect(leader).toBe(overridden ? other(heaviest) : heaviest);
      expect(frame.leader_domain).toBe(leader);
      expect(frame.overridden_leader).toBe(overridden ? heaviest : undefined);
    }
    expect(frames).toHaveLength(CONVERSATION.length);
  });

  it('puts aside what makes no sense, with the reason and no content in it, and goes on', async () => {
    const loop = new QueuedLoop(workers(), [].values());
    const secret = 'the password is swordfish';
    const good = { frame_id: 'frame-9', rating: 4 };
    await loop.publish(TOPICS.teachFeedback, [
      { key: 'acme', value: secret, headers: {} },
      message({ frame_id: 'frame-8', rating: secret }),
      { key: 'no tenant!', value: '{}', headers: {} },
      message(good),
    ]);
    await loop.publish(TOPICS.auditOperations, [message({ specversion: '1.0' })]);
    await loop.run();
    const reasons = loop.deadLetters().map(({ headers }) => headers['dead-letter-reason']);
    expect(reasons).toEqual([
      ...Array<string>(3).fill('it is no audit event'),
      'it is not JSON',
      'its key is no tenant',
      'rating is not what it should be',
    ]);
    expect(loop.distinct<RewardEvent>(TOPICS.rewardEvents)).toMatchObject([
      { frame_id: 'frame-9', total: 0.5 },
    ]);
  });
});
