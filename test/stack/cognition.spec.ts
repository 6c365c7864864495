import { COGNITION_ROLES, type CognitionRole } from '@somabrain/config';
import { KafkaEventBus, type Topic, TopicReader, TOPICS } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import type { EpisodeSnapshot, GlobalFrame, RewardEvent, SegmentBoundary } from '@somabrain/cognition';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { whileLocked } from '../support/while-locked';
import { backendUrl } from './backends';
import { createTopics, kafkaOfRun, noKafkaObserver } from './kafka';
import { GroupPlaces } from './support/group-places';
import { Replica } from './support/replica';
import { type Item, TalkingAgent } from './support/talking-agent';

/** What a role of the loop has to show in this suite. */
const WITHIN_MS = 10_000;
/** Longer than a consumer group takes to see that a member was killed. */
const RECOVERY_MS = 60_000;

/** In the order that activity reaches them in. */
const ON_THE_WAY_TO_EPISODES = [
  'predictor-state',
  'predictor-agent',
  'predictor-action',
  'integrator',
  'segmentation',
  'orchestrator',
] as const satisfies readonly CognitionRole[];

describe('the cognitive loop on Kafka', () => {
  let database: TestDatabase;
  let api: Replica;
  const workers = new Map<CognitionRole, Replica>();
  let bus: KafkaEventBus;

  beforeAll(async () => {
    await createTopics();
    database = await TestDatabase.create();
    const group = `cog-${newId()}`;
    // What other suites and benchmarks left in the topics would come first.
    const places = await GroupPlaces.open(backendUrl('KAFKA_BROKERS'), group);
    await places.beginNow();
    await places.close();
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
      SOMABRAIN_CONSUMER_GROUP: group,
      SOMABRAIN_RANKING_THREADS: '0',
    };
    api = await Replica.start('api', settings);
    await forEachRole(async (role) => {
      workers.set(role, await Replica.start('cognition', { ...settings, SOMABRAIN_COGNITION_ROLE: role }));
    });
    bus = new KafkaEventBus(kafkaOfRun(), noKafkaObserver, quietLogger());
  }, 300_000);

  afterAll(async () => {
    await bus.close();
    await Promise.all([...workers.values()].map((worker) => worker.stop()));
    await api.stop();
    await database.drop();
  }, 60_000);

  const newAgent = (): TalkingAgent => new TalkingAgent(api, `loop-${newId()}`);
  const episodesOf = async (agent: TalkingAgent): Promise<Item[]> =>
    (await agent.call<{ items: Item[] }>('GET', '/memories?memory_type=episode&limit=500')).items;
  const tauOf = async (agent: TalkingAgent): Promise<number> =>
    (await agent.call<{ retrieval: { tau: number } }>('GET', '/context/adaptation/state')).retrieval.tau;
  const comesToBe = (what: string, condition: () => Promise<boolean>, timeoutMs = WITHIN_MS): Promise<void> =>
    waitFor(condition, { timeoutMs, what: () => what });

  /** What a topic holds of a tenant, by its id; and how many messages said it once more. */
  const read = async <T>(topic: Topic, tenant: string): Promise<{ records: T[]; repeats: number }> => {
    const found = new Map<string, T>();
    let messages = 0;
    await new TopicReader(kafkaOfRun(), quietLogger()).read(topic, ({ key, value, headers }) => {
      if (key !== tenant) return;
      messages += 1;
      found.set(headers.id ?? newId(), JSON.parse(value) as T);
    });
    return { records: [...found.values()], repeats: messages - found.size };
  };
  /** What a topic holds of a tenant, repeats left out. */
  const heard = async <T>(topic: Topic, tenant: string): Promise<T[]> =>
    (await read<T>(topic, tenant)).records;

  it('makes frames, segments and an episode of what agents do, and recall finds it within 10 s', async () => {
    const agent = newAgent();
    const ids = await agent.tell('first');
    await comesToBe('the episode to be recalled', async () =>
      (await agent.ask('first: turn 3 of the tale')).some(
        ({ content }) => content.includes('turn 0') && content.includes('turn 6'),
      ),
    );
    // The episode is made of what came so far; frames of the last turns may still be on their way.
    let frames: GlobalFrame[] = [];
    await comesToBe('ten frames', async () => {
      frames = await heard<GlobalFrame>(TOPICS.globalFrame, agent.tenant);
      return frames.length >= 10;
    });
    const [segment] = await heard<SegmentBoundary>(TOPICS.segments, agent.tenant);
    expect(segment).toMatchObject({ tenant: agent.tenant, evidence: 'cpd', memories: ids });
    const [snapshot] = await heard<EpisodeSnapshot>(TOPICS.episodicSnapshot, agent.tenant);
    expect(snapshot?.episodes).toMatchObject([{ namespace: 'default', memories: 7 }]);
    expect(JSON.stringify([frames, segment, snapshot])).not.toContain('tale');
  }, 60_000);

  it('learns from rewards and ratings, for the tenant alone', async () => {
    const [rewarded, taught] = [newAgent(), newAgent()];
    await rewarded.call('POST', '/reward/frame-1', { r_task: 1 });
    const feedback = {
      feedback_id: newId(),
      capsule_id: 'c',
      frame_id: 'frame-2',
      ts: '',
      rating: 5,
      comment: '',
    };
    await bus.publish(TOPICS.teachFeedback, [
      { key: taught.tenant, value: JSON.stringify(feedback), headers: {} },
    ]);
    for (const agent of [rewarded, taught]) {
      await comesToBe(
        'the reward to be learnt from',
        async () => Math.abs((await tauOf(agent)) - 0.55) < 1e-9,
      );
    }
    expect(await heard<RewardEvent>(TOPICS.rewardEvents, taught.tenant)).toMatchObject([
      { frame_id: 'frame-2', r_user: 1, total: 1 },
    ]);
    expect(await tauOf(newAgent())).toBe(0.7);
  }, 60_000);

  it('puts poison among the dead letters with the reason, and goes on', async () => {
    const agent = newAgent();
    const key = agent.tenant;
    const good = { frame_id: 'frame-3', rating: 1 };
    await bus.publish(TOPICS.teachFeedback, [
      { key, value: 'no JSON', headers: {} },
      { key, value: JSON.stringify({ rating: 4 }), headers: {} },
      { key, value: JSON.stringify(good), headers: {} },
    ]);
    await comesToBe('the good one to be taken', async () => (await tauOf(agent)) === 1);
    const reasons: (string | undefined)[] = [];
    await new TopicReader(kafkaOfRun(), quietLogger()).read(
      `${TOPICS.teachFeedback}.dlq`,
      ({ key: tenant, headers }) => {
        if (tenant === key) reasons.push(headers['dead-letter-reason']);
      },
    );
    expect(reasons).toEqual(['it is not JSON', 'frame_id is not what it should be']);
  }, 60_000);

  describe('when each worker is killed under load, by itself, before it has stored what it said', () => {
    const agents: TalkingAgent[] = [];

    /** SIGKILL to the process of a role while a batch is half done: it was worked on, what comes of it is published, and it is not stored. */
    const killInBatch = async (role: CognitionRole): Promise<void> => {
      const { tenant } = agents[0]!;
      const state = `from worker_states where worker = '${role}' and tenant_id = '${tenant}'`;
      await comesToBe(`${role} to work`, async () => (await database.asOwner(`select ${state}`)).length > 0);
      await whileLocked(database.dsn, `select ${state} for update`, async () => {
        await comesToBe(
          `${role} to store its state`,
          async () =>
            (
              await database.asOwner(
                `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                  and query like 'insert into worker_states%'`,
              )
            ).length > 0,
        );
        await workers.get(role)!.kill();
      });
    };

    beforeAll(async () => {
      agents.push(newAgent(), newAgent(), newAgent());
      for (const agent of agents) agent.start();
      try {
        for (const role of ON_THE_WAY_TO_EPISODES) {
          await killInBatch(role);
          await workers.get(role)!.startAgain();
        }
      } finally {
        await Promise.all(agents.map((agent) => agent.stop()));
      }
      for (const agent of agents) {
        const isClosed = async (): Promise<boolean> => {
          // No episode is longer than three seconds: what is asked after them ends the last one.
          await agent.ask('the tale');
          const segments = await heard<SegmentBoundary>(TOPICS.segments, agent.tenant);
          return segments.flatMap(({ memories }) => memories).length >= agent.told.length;
        };
        await comesToBe('every episode to close', isClosed, RECOVERY_MS);
      }
    }, 300_000);

    it('predicts and frames each activity once', async () => {
      for (const { tenant, activities } of agents) {
        await comesToBe(
          'a frame of each activity',
          async () => (await heard(TOPICS.globalFrame, tenant)).length >= activities,
          RECOVERY_MS,
        );
        const frames = await heard<GlobalFrame>(TOPICS.globalFrame, tenant);
        expect(frames).toHaveLength(activities);
        expect(new Set(frames.map(({ frame }) => frame.event)).size).toBe(activities);
        for (const topic of [TOPICS.stateUpdates, TOPICS.agentUpdates, TOPICS.actionUpdates])
          expect(await heard(topic, tenant)).toHaveLength(activities);
      }
    }, 120_000);

    it('was killed where it had to say again what it had said', async () => {
      const { tenant } = agents[0]!;
      for (const topic of [TOPICS.stateUpdates, TOPICS.agentUpdates, TOPICS.actionUpdates])
        expect((await read(topic, tenant)).repeats).toBeGreaterThan(0);
    }, 60_000);

    it('makes one memory of each episode, and every turn is in one', async () => {
      for (const agent of agents) {
        const segments = await heard<SegmentBoundary>(TOPICS.segments, agent.tenant);
        expect(segments.flatMap(({ memories }) => memories)).toEqual(agent.told.map(({ id }) => id));
        const contents = new Map(agent.told.map(({ id, content }) => [id, content]));
        const episodes = segments
          .filter(({ memories }) => memories.length > 1)
          .map(({ memories }) => memories.map((id) => contents.get(id)).join('\n'));
        await comesToBe(
          'every episode to be a memory',
          async () => (await episodesOf(agent)).length >= episodes.length,
          RECOVERY_MS,
        );
        expect((await episodesOf(agent)).map(({ content }) => content).sort()).toEqual(episodes.sort());
      }
    }, 120_000);
  });

  it('logs no error', () => {
    const printed = [api, ...workers.values()].map((process) => process.printed).join('');
    expect(printed.split('\n').filter((line) => line.includes('"level":"ERROR"'))).toEqual([]);
  });
});

/** Starts what each role needs, two at a time: a start takes all of a core. */
async function forEachRole(start: (role: CognitionRole) => Promise<void>): Promise<void> {
  for (let from = 0; from < COGNITION_ROLES.length; from += 2)
    await Promise.all(COGNITION_ROLES.slice(from, from + 2).map(start));
}
