import { createLogger, parseTenantId, Problem } from '@somabrain/kernel';
import type { FollowQuery, Link, LinkRequest } from '../links/link';
import { CoRecallLinks } from './co-recall-links';
import { RecalledPairs } from './recalled-pairs';

const viewer = { tenant: parseTenantId('ana', 'test') };
const other = { tenant: parseTenantId('bob', 'test') };

describe('memories that are recalled together', () => {
  it('count from the second time on, the three best of a recall, whatever their order', () => {
    const pairs = new RecalledPairs();
    pairs.note(viewer, ['a', 'b', 'c', 'd']);
    expect(pairs.take(10)).toEqual([]);
    pairs.note(viewer, ['c', 'a']);
    expect(pairs.take(10)).toEqual([{ viewer, ids: ['a', 'c'], times: 2 }]);
    expect(pairs.take(10)).toEqual([]);
  });

  it('are not those of another tenant, nor of who sees a part of it', () => {
    const pairs = new RecalledPairs();
    const part = { ...viewer, visibility: { userId: ['u1'] } };
    for (const each of [viewer, other, part]) pairs.note(each, ['a', 'b']);
    expect(pairs.take(10)).toEqual([]);
    pairs.note(part, ['a', 'b']);
    expect(pairs.take(10)).toEqual([{ viewer: part, ids: ['a', 'b'], times: 2 }]);
  });

  it('are kept up to a bound, the frequent first', () => {
    const pairs = new RecalledPairs();
    for (let time = 0; time < 3; time += 1) pairs.note(viewer, ['x', 'y']);
    for (let index = 0; index < 9_999; index += 1) pairs.note(viewer, [`a${index}`, `b${index}`]);
    pairs.note(viewer, ['a1', 'b1']);
    expect(pairs.take(1)).toMatchObject([{ ids: ['x', 'y'], times: 3 }]);
    pairs.note(viewer, ['p', 'q']);
    pairs.note(viewer, ['r', 's']);
    // The pair of a0 was met before all others, and had to go.
    pairs.note(viewer, ['a0', 'b0']);
    expect(pairs.take(10)).toMatchObject([{ ids: ['a1', 'b1'] }]);
  });

  it('are linked apart from recalls, and add to the weight that the link has', async () => {
    const pairs = new RecalledPairs();
    const made = new Map<string, LinkRequest>();
    const memories = {
      follow: (_: unknown, { ids }: FollowQuery) =>
        Promise.resolve(
          [...made.values()].filter(({ source }) => 'id' in source && ids.includes(source.id)).map(linkOf),
        ),
      link: (_: unknown, link: LinkRequest) => {
        if ('id' in link.target && link.target.id === 'gone')
          return Promise.reject(new Problem('MEMORY_NOT_FOUND', 'It is gone'));
        made.set(JSON.stringify([link.source, link.target]), link);
        return Promise.resolve({ sourceId: '', replayed: false });
      },
    };
    const links = new CoRecallLinks(memories, pairs, createLogger('FATAL'));
    for (let round = 0; round < 2; round += 1) {
      for (let time = 0; time < 2; time += 1) pairs.note(viewer, ['b', 'a', 'gone']);
      await links.makeLinks();
    }
    expect([...made.values()]).toEqual([
      { source: { id: 'a' }, target: { id: 'b' }, type: 'co_replay', weight: 4 },
    ]);
  });
});

function linkOf({ source, target, type, weight }: LinkRequest): Link {
  const [sourceId = '', targetId = ''] = [source, target].map((end) => ('id' in end ? end.id : ''));
  const place = { sourceNamespace: 'default', sourceKey: null, targetNamespace: 'default', targetKey: null };
  return { ...place, sourceId, targetId, type, weight };
}
