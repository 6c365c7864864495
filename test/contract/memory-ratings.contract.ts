import { newId } from '@somabrain/kernel';
import type { MemoryService, RatingRequest } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';

const QUESTION = 'Where are the apples?';
const TEXTS = ['The garden has an apple tree', 'An apple fell on the roof', 'Apples are in the cellar'];

/** What every adapter of `MemoryService` makes of ratings. @param service gives the one under test */
export function describeMemoryRatings(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('rating-ana');
  const bob = contextOf('rating-bob');
  let namespace: string;
  let ids: Map<string, string>;

  beforeEach(async () => {
    namespace = `ns-${newId()}`;
    ids = await storeTexts();
  });

  async function storeTexts(context = ana): Promise<Map<string, string>> {
    const stored = new Map<string, string>();
    for (const content of TEXTS) {
      stored.set(content, (await service().remember(context, memoryOf(content, { namespace }))).id);
    }
    return stored;
  }
  const ranked = async (query = QUESTION, context = ana): Promise<string[]> =>
    (await service().recall(context, queryOf(query, { namespace }))).results.map(
      ({ memory }) => memory.content,
    );
  const rate = (content: string, useful: boolean | null, query: string | null = QUESTION) =>
    service().rate(ana, { query, memories: [{ id: ids.get(content) ?? '', useful }] });

  describe(`${adapter}: ratings`, () => {
    it('change the very next recall of the question, until they are taken back', async () => {
      const before = await ranked();
      const [best = '', , last = ''] = before;
      expect(await rate(last, true)).toEqual({ rated: 1, replayed: false });
      await rate(best, false);
      expect((await ranked())[0]).toBe(last);
      expect((await ranked()).at(-1)).toBe(best);
      const { results } = await service().recall(ana, queryOf(QUESTION, { namespace, explain: true }));
      for (const { score, explanation } of results) {
        const parts = Object.values(explanation ?? {});
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
      }
      expect(results[0]?.explanation?.feedback).toBeGreaterThan(0);
      await rate(last, null);
      await rate(best, null);
      expect(await ranked()).toEqual(before);
    });

    it('count for questions that mean the same, and not for others', async () => {
      const other = await ranked('Did something fall on the roof?');
      const last = (await ranked()).at(-1) ?? '';
      await rate(last, true);
      expect((await ranked('Where are all the apples?'))[0]).toBe(last);
      expect(await ranked('Did something fall on the roof?')).toEqual(other);
    });

    it('are of a tenant and do not reach another', async () => {
      await storeTexts(bob);
      const before = await ranked(QUESTION, bob);
      await rate(before.at(-1) ?? '', true);
      expect(await ranked(QUESTION, bob)).toEqual(before);
      const theirs = { query: QUESTION, memories: [{ id: ids.get(TEXTS[0]!) ?? '', useful: true }] };
      await expect(service().rate(bob, theirs)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    });

    it('rate all of the memories, or none where one is not there', async () => {
      const before = await ranked();
      const request: RatingRequest = {
        query: QUESTION,
        memories: [
          { id: ids.get(before.at(-1) ?? '') ?? '', useful: true },
          { id: newId(), useful: true },
        ],
      };
      await expect(service().rate(ana, request)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      await expect(
        service().rate(ana, { query: null, memories: [{ id: 'no-id', useful: true }] }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/NOT_FOUND|VALIDATION/) as string });
      expect(await ranked()).toEqual(before);
    });

    it('are given once under one idempotency key', async () => {
      const request: RatingRequest = {
        query: QUESTION,
        memories: [{ id: ids.get(TEXTS[0]!) ?? '', useful: true }],
      };
      const options = { idempotencyKey: newId() };
      expect(await service().rate(ana, request, options)).toEqual({ rated: 1, replayed: false });
      expect(await service().rate(ana, request, options)).toEqual({ rated: 1, replayed: true });
      await expect(service().rate(ana, { ...request, query: null }, options)).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    });

    it('are kept by a memory that changes', async () => {
      const last = (await ranked()).at(-1) ?? '';
      await rate(last, true);
      await service().change(ana, ids.get(last) ?? '', { tags: ['seen'] });
      expect((await ranked())[0]).toBe(last);
    });
  });
}
