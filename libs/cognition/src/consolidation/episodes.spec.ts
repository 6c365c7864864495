import { type Arrived, isDerivedMemory } from '@somabrain/memory';
import { Episodes, isCovered, sourcesOf, SUMMARY_TYPE, summaryOf } from './episodes';
import { WHOLE } from './share';

const turn = (number: number, fields: Partial<Arrived> = {}): Arrived => ({
  id: `t${number}`,
  version: 1,
  namespace: 'default',
  key: null,
  content: `The harbour crane number ${number} lifts heavy stones.`,
  metadata: {},
  userId: 'u1',
  agentId: null,
  sessionId: 's1',
  position: number,
  speaker: 'Ana',
  tags: [],
  memoryType: 'episodic',
  importance: 1,
  occurredAt: null,
  createdAt: number * 1_000,
  updatedAt: number * 1_000,
  expiresAt: null,
  closed: null,
  arrival: number,
  ...fields,
});
const turns = Array.from({ length: 6 }, (_, number) => turn(number));

function gathered(memories: readonly Arrived[]): Episodes {
  const episodes = new Episodes(WHOLE);
  for (const memory of memories) episodes.add(memory);
  return episodes;
}

/** The summary of the turns as it would be stored. */
function stored(memories: readonly Arrived[]): Arrived {
  const [episode] = gathered(memories).due(Infinity);
  const made = episode && summaryOf(episode, memories);
  if (!made) throw new Error('There is nothing to summarise');
  return { ...turn(99), ...made, id: 'summary', memoryType: SUMMARY_TYPE };
}

describe('Episodes', () => {
  it('are summarised by what is known to repeat the words of others, and what somebody else wrote is not looked at', () => {
    expect(isDerivedMemory(stored(turns))).toBe(true);
    const own = { ...stored(turns), key: 'week' };
    expect(gathered([own]).outdated()).toEqual([]);
  });

  it('are due when they have ended, have six turns, and have no summary of their present turns', () => {
    expect([...gathered(turns).due(4_999)]).toEqual([]);
    expect([...gathered(turns.slice(1)).due(Infinity)]).toEqual([]);
    expect([...gathered(turns).due(5_000)]).toMatchObject([
      { sessionId: 's1', turns: turns.map(({ id }) => id) },
    ]);
    expect([...gathered([...turns, stored(turns)]).due(Infinity)]).toEqual([]);
    expect([...gathered([...turns, turn(7), stored(turns)]).due(Infinity)]).toHaveLength(1);
  });

  it('are those of a user, an agent and a namespace', () => {
    const others = turns.map((each, number) => ({ ...each, id: `o${number}`, userId: 'u2' }));
    const keys = [...gathered([...turns, ...others]).due(Infinity)].map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });

  it('leave out what is closed, what is to be gone at a certain time, and what a run has closed just now', () => {
    const closed = { reason: 'negated', supersededBy: null, validUntil: 0, run: 'r' };
    expect([...gathered([...turns.slice(1), turn(0, { closed })]).due(Infinity)]).toEqual([]);
    expect([...gathered([...turns.slice(1), turn(0, { expiresAt: 1e15 })]).due(Infinity)]).toEqual([]);
    const episodes = gathered(turns);
    episodes.remove('t3');
    expect([...episodes.due(Infinity)]).toEqual([]);
  });

  it('are not summarised again if the summary was closed', () => {
    const closed = { reason: 'undone', supersededBy: null, validUntil: 0, run: 'r' };
    expect([...gathered([...turns, turn(7), { ...stored(turns), closed }]).due(Infinity)]).toEqual([]);
  });

  it('have outdated summaries when their turns are others', () => {
    const summary = stored(turns);
    expect(gathered([...turns, summary]).outdated()).toEqual([]);
    expect(gathered([...turns, turn(7), summary]).outdated()).toEqual([summary]);
    expect(gathered([summary]).outdated()).toEqual([summary]);
  });
});

describe('A summary', () => {
  it('is covered while all that it was made of is there and still says so', () => {
    const summary = stored(turns);
    const sources = turns.filter(({ id }) => sourcesOf(summary).includes(id));
    expect(isCovered(summary, sources)).toBe(true);
    expect(isCovered(summary, sources.slice(1))).toBe(false);
    expect(
      isCovered(
        summary,
        sources.map((each) => ({ ...each, content: 'Nothing of it.' })),
      ),
    ).toBe(false);
  });
});
