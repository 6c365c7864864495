import { setTimeout as pause } from 'node:timers/promises';
import { COGNITION_ROLES, type CognitionRole } from '@somabrain/config';
import { KafkaEventBus, TopicReader, TOPICS } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import type { EpisodeSnapshot, GlobalFrame, RewardEvent, SegmentBoundary } from '@somabrain/cognition';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { backendUrl } from './backends';
import { createTopics, kafkaOfRun, noKafkaObserver } from './kafka';
import { Replica } from './support/replica';

/** What a role of the loop has to show in this suite. */
const WITHIN_MS = 10_000;
/** Longer than a consumer group takes to see that a member was killed. */
const RECOVERY_MS = 60_000;

/** An episode ends with so many memories at the latest. */
const MOST_OPEN = 100;
/** So that there is something to do all the time, and not more than can be counted. */
const BETWEEN_CHAPTERS_MS = 300;

interface Item {
  readonly id: string;
  readonly content: string;
}

describe('the cognitive loop on Kafka', () => {
  let database: TestDatabase;
  let api: Replica;
  const workers = new Map<CognitionRole, Replica>();
  let bus: KafkaEventBus;

  beforeAll(async () => {
    await createTopics();
    database = await TestDatabase.create();
    const settings = {
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      SOMABRAIN_REDIS_URL: backendUrl('REDIS_URL'),
      SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
      SOMABRAIN_AUTO_MIGRATE: '0',
      SOMABRAIN_POSTGRES_POOL_SIZE: '4',
      ENABLE_COG_THREADS: '1',
      SOMABRAIN_FF_COG_ORCHESTRATOR: '1',
      SOMABRAIN_CPD_MIN_SAMPLES: '5',
      SOMABRAIN_CPD_MIN_GAP_MS: '0',
      SOMABRAIN_SEGMENT_MAX_DWELL_MS: '3000',
      SOMABRAIN_CONSUMER_GROUP: `cog-${newId()}`,
      SOMABRAIN_RANKING_THREADS: '0',
    };
    api = await Replica.start('api', settings);
    // Each start takes all of a core.
    for (const role of COGNITION_ROLES) {
      workers.set(role, await Replica.start('cognition', { ...settings, SOMABRAIN_COGNITION_ROLE: role }));
    }
    bus = new KafkaEventBus(kafkaOfRun(), noKafkaObserver, quietLogger());
  }, 300_000);

  afterAll(async () => {
    await bus.close();
    await Promise.all([...workers.values()].map((worker) => worker.stop()));
    await api.stop();
    await database.drop();
  }, 60_000);

  const call = async <T>(method: string, path: string, tenant: string, body?: object): Promise<T> => {
    const headers = { 'Content-Type': 'application/json', 'X-Tenant-ID': tenant };
    const answer = await fetch(`${api.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  };
  const remember = async (tenant: string, content: string): Promise<string> =>
    (await call<Item>('POST', '/remember', tenant, { content, session_id: 's1' })).id;
  const ask = (tenant: string, query: string) =>
    call<{ results: Item[] }>('POST', '/recall', tenant, { query, session_id: 's1' });
  const episodesOf = async (tenant: string): Promise<Item[]> =>
    (await call<{ items: Item[] }>('GET', '/memories?memory_type=episode&limit=500', tenant)).items;
  const tauOf = async (tenant: string): Promise<number> =>
    (await call<{ retrieval: { tau: number } }>('GET', '/context/adaptation/state', tenant)).retrieval.tau;
  /** Turns, then questions: the episode of the turns ends. */
  const episode = async (tenant: string, name: string): Promise<string[]> => {
    const ids: string[] = [];
    for (let turn = 0; turn < 7; turn += 1)
      ids.push(await remember(tenant, `${name}: turn ${turn} of the tale`));
    for (let question = 0; question < 3; question += 1) await ask(tenant, 'the tale');
    return ids;
  };
  /** What a topic holds of a tenant, repeats left out. */
  const told = async <T>(topic: (typeof TOPICS)[keyof typeof TOPICS], tenant: string): Promise<T[]> => {
    const found = new Map<string, T>();
    await new TopicReader(kafkaOfRun(), quietLogger()).read(topic, ({ key, value, headers }) => {
      if (key === tenant) found.set(headers.id ?? newId(), JSON.parse(value) as T);
    });
    return [...found.values()];
  };

  /** What was remembered in episodes that closed, in order. */
  const closedOf = async (tenant: string): Promise<string[]> =>
    (await told<SegmentBoundary>(TOPICS.segments, tenant)).flatMap(({ memories }) => memories);

  it('makes frames, segments and an episode of what agents do, and recall finds it within 10 s', async () => {
    const tenant = `loop-${newId()}`;
    const ids = await episode(tenant, 'first');
    await waitFor(
      async () =>
        (await ask(tenant, 'first: turn 3 of the tale')).results.some(
          ({ content }) => content.includes('turn 0') && content.includes('turn 6'),
        ),
      { timeoutMs: WITHIN_MS, what: () => 'the episode to be recalled' },
    );
    const frames = await told<GlobalFrame>(TOPICS.globalFrame, tenant);
    expect(frames.length).toBeGreaterThanOrEqual(10);
    const [segment] = await told<SegmentBoundary>(TOPICS.segments, tenant);
    expect(segment).toMatchObject({ tenant, evidence: 'cpd', memories: ids });
    const [snapshot] = await told<EpisodeSnapshot>(TOPICS.episodicSnapshot, tenant);
    expect(snapshot?.episodes).toMatchObject([{ namespace: 'default', memories: 7 }]);
    expect(JSON.stringify([frames, segment, snapshot])).not.toContain('tale');
  }, 60_000);

  it('learns from rewards and ratings, for the tenant alone', async () => {
    const [rewarded, taught] = [`loop-${newId()}`, `loop-${newId()}`];
    await call('POST', '/reward/frame-1', rewarded, { r_task: 1 });
    const feedback = {
      feedback_id: newId(),
      capsule_id: 'c',
      frame_id: 'frame-2',
      ts: '',
      rating: 5,
      comment: '',
    };
    await bus.publish(TOPICS.teachFeedback, [{ key: taught, value: JSON.stringify(feedback), headers: {} }]);
    for (const tenant of [rewarded, taught]) {
      await waitFor(async () => Math.abs((await tauOf(tenant)) - 0.55) < 1e-9, {
        timeoutMs: WITHIN_MS,
        what: () => 'the reward to be learnt from',
      });
    }
    expect(await told<RewardEvent>(TOPICS.rewardEvents, taught)).toMatchObject([
      { frame_id: 'frame-2', r_user: 1, total: 1 },
    ]);
    expect(await tauOf(`loop-${newId()}`)).toBe(0.7);
  }, 60_000);

  it('puts poison among the dead letters with the reason, and goes on', async () => {
    const tenant = `loop-${newId()}`;
    const good = { frame_id: 'frame-3', rating: 1 };
    await bus.publish(TOPICS.teachFeedback, [
      { key: tenant, value: 'no JSON', headers: {} },
      { key: tenant, value: JSON.stringify({ rating: 4 }), headers: {} },
      { key: tenant, value: JSON.stringify(good), headers: {} },
    ]);
    await waitFor(async () => (await tauOf(tenant)) === 1, {
      timeoutMs: WITHIN_MS,
      what: () => 'the good one to be taken',
    });
    const reasons: (string | undefined)[] = [];
    await new TopicReader(kafkaOfRun(), quietLogger()).read(
      `${TOPICS.teachFeedback}.dlq`,
      ({ key, headers }) => {
        if (key === tenant) reasons.push(headers['dead-letter-reason']);
      },
    );
    expect(reasons).toEqual(['it is not JSON', 'frame_id is not what it should be']);
  }, 60_000);

  it('loses and doubles no episode when every worker is killed under load', async () => {
    const tenants = ['a', 'b', 'c'].map((name) => `loop-${name}-${newId()}`);
    const remembered = new Map<string, string[]>(tenants.map((tenant) => [tenant, []]));
    let talking = true;
    const talk = tenants.map(async (tenant) => {
      for (let chapter = 0; talking; chapter += 1) {
        remembered.get(tenant)?.push(...(await episode(tenant, `chapter ${chapter}`)));
        await pause(BETWEEN_CHAPTERS_MS);
      }
    });
    await waitFor(() => tenants.every((tenant) => remembered.get(tenant)!.length > 7), {
      timeoutMs: RECOVERY_MS,
      what: () => 'every tenant to talk',
    });
    await Promise.all([...workers.values()].map((worker) => worker.kill()));
    for (const worker of workers.values()) await worker.startAgain();
    talking = false;
    await Promise.all(talk);
    for (const tenant of tenants) {
      const ids = remembered.get(tenant)!;
      // Of each chapter seven turns and three questions.
      const activities = (10 * ids.length) / 7;
      await waitFor(async () => (await told(TOPICS.globalFrame, tenant)).length >= activities, {
        timeoutMs: RECOVERY_MS,
        what: () => 'a frame of each activity',
      });
      await waitFor(async () => (await closedOf(tenant)).length >= ids.length - MOST_OPEN, {
        timeoutMs: RECOVERY_MS,
        what: () => 'episodes to close',
      });
      expect(await told(TOPICS.globalFrame, tenant)).toHaveLength(activities);
      const closed = await closedOf(tenant);
      expect(closed).toEqual(ids.slice(0, closed.length));
      const segments = (await told<SegmentBoundary>(TOPICS.segments, tenant)).filter(
        ({ memories }) => memories.length > 1,
      );
      await waitFor(async () => (await episodesOf(tenant)).length >= segments.length, {
        timeoutMs: RECOVERY_MS,
        what: () => 'every episode to be a memory',
      });
      expect(await episodesOf(tenant)).toHaveLength(segments.length);
    }
  }, 300_000);

  it('logs no error', () => {
    const printed = [api, ...workers.values()].map((process) => process.printed).join('');
    expect(printed.split('\n').filter((line) => line.includes('"level":"ERROR"'))).toEqual([]);
  });
});
