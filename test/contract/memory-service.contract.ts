import { newId, Problem } from '@somabrain/kernel';
import type { MemoryService, NewMemory, Recalled, Remembered } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf, stored } from '../support/memory-fields';
import { waitFor } from '../support/wait-for';

/** What every adapter of `MemoryService` does. @param service gives the one under test, on an empty store */
export function describeMemoryService(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('tenant-ana');
  const bob = contextOf('tenant-bob');
  let namespace: string;

  beforeEach(() => {
    namespace = `ns-${newId()}`;
  });

  const remember = async (
    content: string,
    fields: Partial<NewMemory> = {},
    context = ana,
  ): Promise<Remembered> =>
    stored(await service().remember(context, memoryOf(content, { namespace, ...fields })));
  const recall = (
    query: string,
    fields: Parameters<typeof queryOf>[1] = {},
    context = ana,
  ): Promise<Recalled> => service().recall(context, queryOf(query, { namespace, ...fields }));
  const contents = ({ results }: Recalled): string[] => results.map((result) => result.memory.content);

  describe(`${adapter}: what is remembered`, () => {
    it('is found by the next recall, with everything that was said about it', async () => {
      const fields = {
        key: 'kb.paris',
        metadata: { source: 'atlas', nested: { deep: [1, null, 'x'] } },
        userId: 'u1',
        agentId: 'a1',
        sessionId: 's1',
        position: 12,
        speaker: 'Ana',
        tags: ['geo', 'france'],
        memoryType: 'semantic',
        importance: 0.8,
        occurredAt: Date.UTC(2026, 2, 1, 9),
      };
      const remembered = await remember('Paris is the capital of France', fields);
      expect(remembered).toMatchObject({ status: 'created', version: 1, key: 'kb.paris', namespace });
      const { results, totalCandidates } = await recall('What is the capital of France?');
      expect(totalCandidates).toBe(1);
      expect(results[0]?.score).toBeGreaterThan(0);
      const { content, id, createdAt } = { ...remembered, content: 'Paris is the capital of France' };
      expect(results[0]?.memory).toEqual({
        ...fields,
        id,
        content,
        createdAt,
        namespace,
        version: 1,
        updatedAt: createdAt,
        expiresAt: null,
        closed: null,
      });
      expect(await service().get(ana, id)).toEqual(results[0]?.memory);
    });

    it.each([
      'Ünïcödé — naïve café',
      '東京は日本の首都です',
      'Привет, мир',
      'مرحبا بالعالم',
      '👩‍👩‍👧 family 🎉',
      'quote \' " \\ $1 {} %s',
      'a\tb\r\nc',
    ])('comes back as it was given: %s', async (content) => {
      const { id } = await remember(content, {
        key: content,
        tags: [content],
        metadata: { [content]: content },
      });
      const memory = await service().get(ana, id);
      expect(memory).toMatchObject({
        content,
        key: content,
        tags: [content],
        metadata: { [content]: content },
      });
    });

    it('is one memory when it is said twice, and a new version when its key says something else', async () => {
      const first = await remember('The office is in Berlin', { key: 'office' });
      expect(await remember('The office is in Berlin', { key: 'office' })).toEqual({
        ...first,
        status: 'deduplicated',
      });
      expect(await remember('The office is in Lisbon', { key: 'office' })).toEqual({
        ...first,
        status: 'updated',
        version: 2,
      });
      expect(contents(await recall('Where is the office?'))).toEqual(['The office is in Lisbon']);
      expect(await service().get(ana, first.id)).toMatchObject({
        version: 2,
        content: 'The office is in Lisbon',
        createdAt: first.createdAt,
      });
    });

    it('is created once by fifty simultaneous repeats', async () => {
      const all = await Promise.all(Array.from({ length: 50 }, () => remember('The door code is 4711')));
      expect(all.filter((each) => each.status === 'created')).toHaveLength(1);
      expect(new Set(all.map((each) => each.id)).size).toBe(1);
      expect((await recall('door code')).results).toHaveLength(1);
    });

    it('gets fifty versions from fifty simultaneous updates of one key', async () => {
      const all = await Promise.all(
        Array.from({ length: 50 }, (_, index) => remember(`The count is ${index}`, { key: 'count' })),
      );
      expect(all.map((each) => each.version).toSorted((x, y) => x - y)).toEqual(
        Array.from({ length: 50 }, (_, index) => index + 1),
      );
      const last = all.findIndex((each) => each.version === 50);
      expect(contents(await recall('count'))).toEqual([`The count is ${last}`]);
    });

    it('stays inside its namespace and its tenant', async () => {
      const { id } = await remember('The safe is behind the painting', { key: 'safe' });
      expect((await recall('safe painting', { namespace: `${namespace}-other` })).results).toEqual([]);
      expect((await recall('safe painting', {}, bob)).results).toEqual([]);
      await expect(service().get(bob, id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      await expect(service().delete(bob, id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      const other = await remember('Another safe', { key: 'safe' }, bob);
      expect(other).toMatchObject({ status: 'created', version: 1 });
      expect(await service().get(ana, id)).toMatchObject({ content: 'The safe is behind the painting' });
    });

    it('is gone for good when it is deleted, and can be said anew', async () => {
      const { id } = await remember('The meeting is on Monday', { key: 'meeting' });
      await remember('The meeting is on Tuesday', { key: 'meeting' });
      await service().delete(ana, id);
      expect((await recall('meeting')).results).toEqual([]);
      await expect(service().get(ana, id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      await expect(service().delete(ana, id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      const anew = await remember('The meeting is on Tuesday', { key: 'meeting' });
      expect(anew).toMatchObject({ status: 'created', version: 1 });
      expect(anew.id).not.toBe(id);
    });

    it('is neither recalled nor read when its time is over, and leaves its key', async () => {
      const { id } = await remember('The parking spot is free', { key: 'spot', ttlSeconds: 1 });
      expect((await recall('parking spot')).results).toHaveLength(1);
      await waitFor(async () => (await recall('parking spot')).results.length === 0, {
        timeoutMs: 5_000,
        what: () => 'the end of its time',
      });
      await expect(service().get(ana, id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      expect(await remember('The parking spot is taken', { key: 'spot' })).toMatchObject({
        status: 'created',
        version: 1,
      });
    });
  });

  describe(`${adapter}: recall`, () => {
    it('ranks what answers the question first and never exceeds the limit', async () => {
      const texts = [
        'Max adopted a puppy named Rex',
        'The weather was nice',
        'Rex the puppy loves the beach',
        'Taxes are due in April',
      ];
      for (const text of texts) await remember(text);
      const adopted = await recall('Who adopted the puppy?', { limit: 1 });
      expect(contents(adopted)).toEqual(['Max adopted a puppy named Rex']);
      expect(adopted.totalCandidates).toBeGreaterThan(1);
      const scores = (await recall('puppy beach')).results.map((result) => result.score);
      expect(scores).toEqual(scores.toSorted((x, y) => y - x));
    });

    it('answers the entries of working memory apart, the closest first, whatever else there is', async () => {
      const rex = await remember('Max adopted a puppy named Rex');
      const tax = await remember('Taxes are due in April');
      const elsewhere = await remember('A puppy', { namespace: `${namespace}-other` });
      const inMind = [tax, elsewhere, rex].map(({ id }) => id).concat(newId());
      const recalled = await recall('Who adopted the puppy?', { inMind });
      expect(recalled.inMind.map(({ memory }) => memory.id)[0]).toBe(rex.id);
      expect(recalled.inMind.map(({ memory }) => memory.id)).not.toContain(elsewhere.id);
      for (const { score } of recalled.inMind) expect(score > 0 && score <= 1).toBe(true);
      const filtered = { inMind, filter: { tags: ['nobody-has-it'] } };
      expect((await recall('Who adopted the puppy?', filtered)).inMind).toEqual([]);
      expect((await recall('Who adopted the puppy?', { inMind }, bob)).inMind).toEqual([]);
      expect((await recall('Who adopted the puppy?')).inMind).toEqual([]);
    });

    it('uses the conversation around a turn', async () => {
      const turns = [
        ['Ana', 'What did you get at the shelter?'],
        ['Bo', 'A grey kitten!'],
        ['Ana', 'How lovely.'],
      ] as const;
      for (const [speaker, content] of turns) await remember(content, { sessionId: 's1', speaker });
      await remember('Kittens need food', { sessionId: 's2', speaker: 'Cy' });
      const found = contents(await recall('What did Bo get at the shelter?'));
      // No word of it is in the question: its speaker and the turn before are.
      expect(found.slice(0, 2)).toContain('A grey kitten!');
    });

    it.each<[string, Parameters<typeof queryOf>[1], string[]]>([
      ['user', { filter: { userId: 'u1' } }, ['note one']],
      ['agent', { filter: { agentId: 'a2' } }, ['note two']],
      ['session', { filter: { sessionId: 's2' } }, ['note two']],
      ['all of several tags', { filter: { tags: ['x', 'y'] } }, ['note two']],
      ['any of several types', { filter: { memoryTypes: ['semantic', 'procedural'] } }, ['note two']],
      ['metadata', { filter: { metadata: { level: 1, open: true } } }, ['note one']],
      ['metadata of another type', { filter: { metadata: { level: '1' } } }, []],
      ['time, from', { filter: { occurredAfter: 2_000 } }, ['note two']],
      ['time, before', { filter: { occurredBefore: 1_999 } }, ['note one']],
      ['conditions that no memory meets together', { filter: { userId: 'u1', tags: ['y'] } }, []],
    ])('returns only what matches: %s', async (_, fields, expected) => {
      await remember('note one', {
        userId: 'u1',
        agentId: 'a1',
        sessionId: 's1',
        tags: ['x'],
        metadata: { level: 1, open: true },
        occurredAt: 1_000,
      });
      await remember('note two', {
        userId: 'u2',
        agentId: 'a2',
        sessionId: 's2',
        tags: ['x', 'y'],
        memoryType: 'semantic',
        metadata: { level: 2 },
        occurredAt: 2_000,
      });
      await remember('note three', { userId: 'u3', sessionId: 's3' });
      expect(
        contents(await recall('note', fields))
          .filter((content) => content !== 'note three')
          .toSorted(),
      ).toEqual(expected);
    });

    it('leaves out what scores below the minimum', async () => {
      await remember('The red fox jumps');
      await remember('Something about a fox');
      const [best, next] = (await recall('red fox jumps')).results;
      const minScore = ((best?.score ?? 0) + (next?.score ?? 0)) / 2;
      expect(contents(await recall('red fox jumps', { minScore }))).toEqual(['The red fox jumps']);
    });

    it('explains a score by parts that sum to it', async () => {
      await remember('Ana went to Rome in March', {
        speaker: 'Ana',
        sessionId: 's1',
        occurredAt: Date.UTC(2026, 2, 3),
      });
      const [result] = (await recall('When did Ana go to Rome?', { explain: true })).results;
      const parts = Object.values(result?.explanation ?? {});
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(result?.score ?? NaN, 10);
      expect((await recall('Rome')).results[0]?.explanation).toBeNull();
    });

    it('answers a question without a word that counts, and one about an empty namespace, with nothing', async () => {
      expect(await recall('anything')).toMatchObject({ results: [], totalCandidates: 0 });
      await remember('Something');
      expect((await recall('…')).results).toEqual([]);
    });
  });

  describe(`${adapter}: a batch`, () => {
    it('keeps its order and tells what became of each item', async () => {
      const texts = ['alpha', 'beta', 'alpha', 'gamma'];
      const outcomes = await service().rememberBatch(
        ana,
        texts.map((text) => memoryOf(text, { namespace })),
        { atomic: false },
      );
      expect(outcomes.map((outcome) => (outcome instanceof Problem ? outcome.code : outcome.status))).toEqual(
        ['created', 'created', 'deduplicated', 'created'],
      );
      const turns = Array.from({ length: 1_000 }, (_, index) =>
        memoryOf(`turn ${index}`, { namespace, sessionId: 's' }),
      );
      const many = await service().rememberBatch(ana, turns, { atomic: false });
      expect(many.every((outcome) => !(outcome instanceof Problem) && outcome.status === 'created')).toBe(
        true,
      );
      expect(contents(await recall('turn 777', { limit: 1 }))).toEqual(['turn 777']);
    });

    it('is stored together when it is atomic', async () => {
      const turns = Array.from({ length: 1_000 }, (_, index) => memoryOf(`step ${index}`, { namespace }));
      const outcomes = await service().rememberBatch(ana, turns, { atomic: true });
      expect(
        new Set(outcomes.map((outcome) => (outcome instanceof Problem ? null : outcome.createdAt))).size,
      ).toBe(1);
    });
  });
}
