import { assignByNumber } from './co-partitioned-assignor';

const TOPICS = ['a', 'b', 'c', 'd'].map((topic) => ({ topic, numbers: [2, 0, 1] }));

describe('partitions of a group', () => {
  it.each([1, 2, 3, 4])('of %i members are all given once, those of a number to one member', (count) => {
    const members = Array.from({ length: count }, (_, index) => `member-${index}`);
    const given = assignByNumber([...members].reverse(), TOPICS);
    expect([...given.keys()].sort()).toEqual(members);
    for (const number of [0, 1, 2]) {
      const holders = [...given].flatMap(([member, own]) =>
        TOPICS.flatMap(({ topic }) => (own[topic]?.includes(number) ? member : [])),
      );
      expect(holders).toHaveLength(TOPICS.length);
      expect(new Set(holders).size).toBe(1);
    }
  });

  it('are the same whoever deals them out', () => {
    expect(assignByNumber(['x', 'y'], TOPICS)).toEqual(assignByNumber(['y', 'x'], TOPICS));
  });
});
