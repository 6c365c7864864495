import { GroupConsumer, KafkaEventBus, TOPICS } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import { quietLogger } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { createTopics, kafkaOfRun, noKafkaObserver } from './kafka';

const HEARD = [TOPICS.stateUpdates, TOPICS.agentUpdates, TOPICS.actionUpdates];
const KEYS = Array.from({ length: 30 }, () => `group-${newId()}`);
/** A group waits for all of its members before it begins. */
const JOINED_MS = 30_000;

describe('two members of a consumer group of several topics', () => {
  const groupId = `group-${newId()}`;
  /** Who got a message of a key. */
  const holders = new Map<string, string[]>(KEYS.map((key) => [key, []]));
  const members: GroupConsumer[] = [];
  let bus: KafkaEventBus;

  const join = async (name: string): Promise<void> => {
    const member = new GroupConsumer(
      kafkaOfRun(),
      { groupId, topics: HEARD, fromNowOn: HEARD },
      (batches) => {
        for (const { key } of batches.flatMap(({ messages }) => messages)) holders.get(key)?.push(name);
        return Promise.resolve();
      },
      { lag: () => undefined, joined: () => undefined },
      quietLogger(),
    );
    members.push(member);
    await member.start();
    await waitFor(() => members.every(({ joined }) => joined), {
      timeoutMs: JOINED_MS,
      what: () => `${name} to join`,
    });
  };

  beforeAll(async () => {
    await createTopics();
    bus = new KafkaEventBus(kafkaOfRun(), noKafkaObserver, quietLogger());
    await join('one');
    await join('other');
  }, 90_000);
  afterAll(async () => {
    await Promise.all([bus.close(), ...members.map((member) => member.close())]);
  });

  it('share the work, and each gets all that is said of a key', async () => {
    const messages = KEYS.map((key) => ({ key, value: '{}', headers: {} }));
    for (const topic of HEARD) await bus.publish(topic, messages);
    await waitFor(() => [...holders.values()].flat().length >= HEARD.length * KEYS.length, {
      timeoutMs: JOINED_MS,
      what: () => 'every message to be taken',
    });
    for (const names of holders.values()) {
      expect(names).toHaveLength(HEARD.length);
      expect(new Set(names).size).toBe(1);
    }
    expect(new Set([...holders.values()].flat())).toEqual(new Set(['one', 'other']));
  }, 60_000);
});
