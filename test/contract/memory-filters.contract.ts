import { newId } from '@somabrain/kernel';
import {
  type FilterExpression,
  type ListOrder,
  type ListQuery,
  type MemoryService,
  type NewMemory,
  parseFilter,
} from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';

const LIST: ListQuery = {
  namespace: 'default',
  key: null,
  filter: {},
  limit: 100,
  cursor: null,
  total: false,
};

/** What every adapter of `MemoryService` does with filters. @param service gives the one under test */
export function describeMemoryFilters(adapter: string, service: () => MemoryService): void {
  let ana: ReturnType<typeof contextOf>;

  beforeEach(() => {
    ana = contextOf(`filters-${newId()}`);
  });

  const remember = (content: string, fields: Partial<NewMemory> = {}) =>
    service().remember(ana, memoryOf(content, fields));
  const rememberTickets = async () => {
    await remember('ticket one', {
      key: 'tickets.1',
      userId: 'ana',
      tags: ['red'],
      importance: 1,
      occurredAt: 3_000,
      metadata: { prio: 1, labels: ['x', 'y'], team: { name: 'blue' }, note: null },
    });
    await remember('ticket two', {
      key: 'tickets.2',
      userId: 'bob',
      tags: ['red', 'green'],
      importance: 3,
      occurredAt: 1_000,
      metadata: { prio: 7, labels: ['y'], team: { name: 'red' } },
    });
    await remember('ticket three', { importance: 2, metadata: { prio: '7' } });
  };
  const where = (given: object): FilterExpression => {
    const { expression, issues } = parseFilter(given);
    if (!expression) throw new Error(`Not a filter: ${JSON.stringify(issues)}`);
    return expression;
  };
  const listed = async (given: object, context = ana) =>
    (await service().list(context, { ...LIST, filter: { where: where(given) } })).items.map(
      ({ content }) => content,
    );
  const recalled = async (given: object, query: string | null = 'ticket', asOf: number | null = null) => {
    const question = { ...queryOf('', { filter: { where: where(given) }, asOf }), query };
    const { results } = await service().recall(ana, question);
    return results.map(({ memory }) => memory.content);
  };

  describe(`${adapter}: a filter`, () => {
    it.each<[string, object, string[]]>([
      ['one of several values', { metadata: { prio: [1, 2] } }, ['one']],
      ['a bound, of numbers only', { metadata: { prio: { gte: 5 } } }, ['two']],
      ['a bound of texts', { metadata: { prio: { gte: '5' } } }, ['three']],
      ['an item of a list', { metadata: { labels: 'x' } }, ['one']],
      ['all items', { metadata: { labels: { all: ['x', 'y'] } } }, ['one']],
      ['a path', { 'metadata.team.name': 'blue' }, ['one']],
      ['null', { metadata: { note: null } }, ['one']],
      ['a member that is not there', { metadata: { note: { exists: false } } }, ['three', 'two']],
      ['another value, or none', { metadata: { labels: { ne: 'x' } } }, ['three', 'two']],
      ['no user', { and: [{ user_id: null }] }, ['three']],
      ['any tag', { tags: { any: ['green', 'blue'] } }, ['two']],
      ['the beginning of a key', { key: { prefix: 'tickets.' } }, ['two', 'one']],
      ['a part of a text', { 'metadata.team.name': { contains: 'lu' } }, ['one']],
      ['either', { or: [{ user_id: 'ana' }, { importance: 2 }] }, ['three', 'one']],
      ['not both', { not: { tags: 'red', user_id: 'ana' } }, ['three', 'two']],
      ['the time of the write', { created_at: { lt: '2020-01-01' } }, []],
    ])(
      'admits by %s: in lists, recalls, recalls of the past and without a question',
      async (_, given, names) => {
        await rememberTickets();
        const expected = names.map((name) => `ticket ${name}`);
        expect(await listed(given)).toEqual(expected);
        expect(await recalled(given, null)).toEqual(expected);
        expect((await recalled(given)).toSorted()).toEqual(expected.toSorted());
        const past = await recalled(given, 'ticket', Date.now() + 1_000);
        expect(past.toSorted()).toEqual(expected.toSorted());
      },
    );

    it('holds before ranking: what it leaves out takes no place', async () => {
      for (let index = 0; index < 40; index += 1) await remember('ticket', { speaker: `s${index}` });
      await remember('a ticket in a long text about other things', { speaker: 'Ana', metadata: { prio: 9 } });
      const question = queryOf('ticket', {
        limit: 1,
        filter: { where: where({ 'metadata.prio': { gt: 8 } }) },
      });
      const { results } = await service().recall(ana, question);
      expect(results.map(({ memory }) => memory.speaker)).toEqual(['Ana']);
    });

    it('chooses what is forgotten and what is exported', async () => {
      await rememberTickets();
      const filter = { where: where({ not: { metadata: { prio: { gte: 5 } } } }) };
      const file: Uint8Array[] = [];
      for await (const chunk of service().export(ana, { namespace: null, filter })) file.push(chunk);
      const contents = Buffer.concat(file)
        .toString()
        .match(/"content":"[^"]*"/g);
      expect(contents).toEqual(['"content":"ticket one"', '"content":"ticket three"']);
      const forget = { namespace: null, key: null, ids: null, filter, dryRun: false };
      expect(await service().forget(ana, forget)).toMatchObject({ matched: 2 });
      expect(await listed({ importance: { gte: 0 } })).toEqual(['ticket two']);
    });

    it('never shows more than the policy does', async () => {
      await rememberTickets();
      const bob = { ...ana, visibility: { userId: ['bob'] } };
      for (const given of [
        { importance: { gte: 0 } },
        { or: [{ user_id: 'ana' }, { user_id: 'bob' }] },
        { not: { key: 'x' } },
      ])
        expect(await listed(given, bob)).toEqual(['ticket two']);
      const all = { ...queryOf('', { filter: { where: where({ not: { key: 'x' } }) } }) };
      for (const query of [null, 'ticket']) {
        const { results } = await service().recall(bob, { ...all, query });
        expect(results.map(({ memory }) => memory.userId)).toEqual(['bob']);
      }
    });
  });

  describe(`${adapter}: a list in an order`, () => {
    it.each<[ListOrder['by'], boolean, string[]]>([
      [null, true, ['three', 'two', 'one']],
      [null, false, ['one', 'two', 'three']],
      ['created_at', true, ['three', 'two', 'one']],
      ['created_at', false, ['one', 'two', 'three']],
      ['occurred_at', true, ['three', 'one', 'two']],
      ['occurred_at', false, ['two', 'one', 'three']],
      ['importance', true, ['two', 'three', 'one']],
      ['importance', false, ['one', 'three', 'two']],
    ])('by %s, descending: %s, goes through all pages', async (by, descending, names) => {
      await rememberTickets();
      for (const namespace of ['default', null]) {
        const seen: string[] = [];
        for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
          const page = { ...LIST, namespace, limit: 1, cursor, order: { by, descending } };
          const { items, nextCursor } = await service().list(ana, page);
          seen.push(...items.map(({ content }) => content));
          cursor = nextCursor;
        }
        expect(seen).toEqual(names.map((name) => `ticket ${name}`));
      }
    });

    it('loses none of many that are equal', async () => {
      for (let index = 0; index < 7; index += 1) await remember(`note ${index}`, { importance: 0.1 });
      const order = { by: 'importance', descending: false } as const;
      const first = await service().list(ana, { ...LIST, limit: 4, order });
      const second = await service().list(ana, { ...LIST, limit: 4, order, cursor: first.nextCursor });
      expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(7);
      expect(second.nextCursor).toBeNull();
    });

    it('refuses the cursor of another order', async () => {
      await rememberTickets();
      const order = { by: 'importance', descending: true } as const;
      const { nextCursor: cursor } = await service().list(ana, { ...LIST, limit: 1, order });
      for (const other of [
        undefined,
        { by: 'importance', descending: false },
        { by: 'created_at', descending: true },
      ] as const) {
        const again = { ...LIST, cursor, ...(other && { order: other }) };
        await expect(service().list(ana, again)).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
      }
      const broken = Buffer.from('["importance desc","1; x"]').toString('base64url');
      await expect(service().list(ana, { ...LIST, cursor: broken, order })).rejects.toMatchObject({
        code: 'CURSOR_INVALID',
      });
    });
  });

  describe(`${adapter}: a recall of several namespaces`, () => {
    const found = async (namespaces: string[], context = ana, query: string | null = 'tea', limit = 10) => {
      const { results } = await service().recall(context, { ...queryOf('', { namespaces, limit }), query });
      const scores = results.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((one, other) => other - one));
      return results.map(({ memory }) => memory.content);
    };
    beforeEach(async () => {
      await remember('Tea at five', { namespace: 'org/kitchen', userId: 'ana' });
      await remember('We met at five, and there was tea, cake, coffee and wine', { namespace: 'org/bar' });
      await remember('Tea in the garden', { namespace: 'organic' });
      await remember('Tea elsewhere', { namespace: 'other', userId: 'bob' });
    });

    it('ranks their memories together', async () => {
      const several = await found(['org/kitchen', 'org/bar', 'nothing']);
      expect(several.toSorted()).toEqual([
        'Tea at five',
        'We met at five, and there was tea, cake, coffee and wine',
      ]);
      expect(await found(['org/*'])).toEqual(several);
      expect(await found(['org/*', 'org/bar', 'other'], ana, null, 2)).toEqual([
        'Tea elsewhere',
        'We met at five, and there was tea, cake, coffee and wine',
      ]);
      expect(await found(['org/bar/*'])).toEqual([]);
    });

    it('shows no more than the policy does', async () => {
      const bob = { ...ana, visibility: { userId: ['bob'] } };
      expect(await found(['org/*', 'organic', 'other'], bob)).toEqual(['Tea elsewhere']);
      const kitchen = { ...ana, visibility: { namespace: ['org/kitchen'] } };
      expect(await found(['org/*', 'other'], kitchen, null)).toEqual(['Tea at five']);
    });

    it('refuses a pattern that stands for more than sixteen', async () => {
      for (let index = 0; index < 15; index += 1) await remember('Tea', { namespace: `org/${index}` });
      await expect(found(['org/*'])).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        errors: [{ field: 'namespaces' }],
      });
    });
  });

  it(`${adapter}: a recall without a question gives the newest, and no more than asked for`, async () => {
    await rememberTickets();
    const question = { ...queryOf('', { limit: 2 }), query: null };
    const { results, totalCandidates } = await service().recall(ana, question);
    expect(results.map(({ memory }) => memory.content)).toEqual(['ticket three', 'ticket two']);
    expect(totalCandidates).toBe(3);
    expect((await service().recall(ana, { ...question, namespace: 'other' })).results).toEqual([]);
  });
}
