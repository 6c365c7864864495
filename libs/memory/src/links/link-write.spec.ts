import type { Problem, Visibility } from '@somabrain/kernel';
import { planWrites, remember, remove, storedFrom } from '../planning/fixtures/planning';
import type { LinkOperation, WriteOutcome } from '../planning/write-operation';
import { encodeTarget } from './link-target';

const rows = planWrites([], [remember({ key: 'paris' }), remember({ key: 'france', userId: 'ben' })]).plan
  .inserts;
const [paris, france] = rows.map((row) => storedFrom(row)) as [
  ReturnType<typeof storedFrom>,
  ReturnType<typeof storedFrom>,
];
const FRANCE = { namespace: 'default', key: 'france' };

function link(
  source: LinkOperation['source'],
  target: Parameters<typeof encodeTarget>[0],
  visibility?: Visibility,
): LinkOperation {
  const outgoing = { type: 'part_of', target: encodeTarget(target), weight: 2 } as const;
  const accepted = { operationId: 'link', actor: 'ana', traceId: 'trace', idempotency: null };
  return { kind: 'link', ...accepted, source, link: outgoing, visibility };
}

const problemOf = (outcome: WriteOutcome | undefined): Problem | undefined =>
  outcome?.status === 'refused' ? outcome.problem : undefined;

describe('a planned link', () => {
  it.each<[string, LinkOperation['source']]>([
    ['id', { id: paris.id }],
    ['key', { namespace: 'default', key: 'paris' }],
  ])('starts at the memory of the %s and may name a key that no memory has yet', (_, source) => {
    const target = { namespace: 'default', key: 'nowhere' };
    const { outcomes, plan } = planWrites([paris], [link(source, target)]);
    expect(outcomes).toEqual([{ status: 'linked', sourceId: paris.id, replayed: false }]);
    expect(plan.links).toEqual([
      { sourceId: paris.id, type: 'part_of', target: 'key:default nowhere', weight: 2 },
    ]);
    expect(plan.events).toMatchObject([
      { action: 'memory.linked', resource: { id: paris.id }, data: { type: 'part_of', weight: 2 } },
    ]);
    expect(plan.events[0]?.data).not.toHaveProperty('target_id');
    expect(plan.changes).toEqual([]);
  });

  it('records the id that it leads to', () => {
    const { plan } = planWrites([paris, france], [link({ id: paris.id }, { id: france.id })]);
    expect(plan.events[0]?.data).toMatchObject({ target_id: france.id });
  });

  it('is refused from and to what is not there or not seen', () => {
    const own = { userId: [null] };
    const { outcomes, plan } = planWrites(
      [paris, france],
      [
        link({ id: 'unknown' }, FRANCE),
        link({ namespace: 'default', key: 'unknown' }, FRANCE),
        link({ id: paris.id }, { id: 'unknown' }),
        link({ id: france.id }, { namespace: 'default', key: 'paris' }, own),
        link(FRANCE, { namespace: 'default', key: 'paris' }, own),
        link({ id: paris.id }, { id: france.id }, own),
      ],
    );
    expect(outcomes.map((outcome) => problemOf(outcome)?.code)).toEqual(Array(6).fill('MEMORY_NOT_FOUND'));
    expect([plan.links, plan.events]).toEqual([[], []]);
  });

  it.each<[string, Parameters<typeof encodeTarget>[0]]>([
    ['id', { id: paris.id }],
    ['key', { namespace: 'default', key: 'paris' }],
  ])('does not lead to its own memory, named by its %s', (_, target) => {
    const { outcomes, plan } = planWrites([paris], [link({ id: paris.id }, target)]);
    expect(problemOf(outcomes[0])).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: 'target: must be another memory than the one the link starts at',
      errors: [{ field: 'target', message: 'must be another memory than the one the link starts at' }],
    });
    expect(plan.links).toEqual([]);
  });

  it('goes with either end when the group removes it, and stays where another memory has the key', () => {
    const byKey = link({ id: paris.id }, FRANCE);
    const linksAfter = (...operations: Parameters<typeof planWrites>[1]) =>
      planWrites([paris, france], operations).plan.links.length;
    expect(linksAfter(byKey)).toBe(1);
    expect(linksAfter(byKey, remove(paris.id))).toBe(0);
    expect(linksAfter(byKey, remove(france.id))).toBe(0);
    expect(linksAfter(link({ id: paris.id }, { id: france.id }), remove(france.id))).toBe(0);
    const another = { ...remember({ key: 'france' }), visibility: { userId: [null] } };
    expect(linksAfter(byKey, another, remove(france.id))).toBe(1);
  });
});
