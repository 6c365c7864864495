import { newId, parseTenantId, type TenantId } from '@somabrain/kernel';
import { type Admission, salience, type SessionBuffer, textCode } from '@somabrain/working-memory';
import { waitFor } from '../support/wait-for';

/** Bounds of the buffers under test. */
export const BOUNDS = { capacity: 4, ttlMs: 60_000 };

/**
 * What every adapter of `SessionBuffer` does.
 * @param buffers gives the ones under test, which keep the same sessions
 * @param shortLived gives one of a time to live of 50 ms
 */
export function describeSessionBuffer(
  adapter: string,
  buffers: () => readonly SessionBuffer[],
  shortLived: () => SessionBuffer,
): void {
  let tenant: TenantId;
  let turn = 0;
  beforeEach(() => {
    tenant = parseTenantId(`t-${newId()}`, 'test');
  });

  /** One after the other of those that keep the same sessions. */
  const buffer = (): SessionBuffer => {
    turn += 1;
    const next = buffers()[turn % buffers().length];
    if (!next) throw new Error('There is no buffer');
    return next;
  };
  const admission = (text: string, reward = 0.5): Admission => ({
    id: newId(),
    code: textCode(text),
    reward,
  });
  const texts = [
    'Paris is the capital of France',
    'The cat sleeps under the oven',
    'Taxes are due in April every year',
    'Our train leaves at nine tomorrow',
  ];
  const idsIn = async (session: string, of = tenant): Promise<string[]> =>
    (await buffer().read(of, session)).map(({ id }) => id);

  describe(`${adapter}: a session buffer`, () => {
    it('holds what was admitted, the youngest first, with its novelty and reward', async () => {
      const [one, other] = [admission(texts[0]!, 0.25), admission(texts[1]!, 0.75)];
      expect(await buffer().admit(tenant, 's', [one, other])).toEqual({ admitted: 2, evicted: 0, size: 2 });
      const kept = await buffer().read(tenant, 's');
      expect(kept.map(({ id, reward }) => [id, reward])).toEqual([
        [other.id, 0.75],
        [one.id, 0.25],
      ]);
      expect(kept[1]?.novelty).toBe(1);
      for (const { novelty, ageMs } of kept) {
        expect(novelty > 0.5 && novelty <= 1).toBe(true);
        expect(ageMs >= 0 && ageMs < 10_000).toBe(true);
      }
    });

    it('finds nothing new in what it holds already', async () => {
      await buffer().admit(tenant, 's', [admission(texts[0]!)]);
      await buffer().admit(tenant, 's', [admission(texts[0]!), admission(`${texts[0]!} now`)]);
      const [almost, same] = await buffer().read(tenant, 's');
      expect(same?.novelty).toBeCloseTo(0, 12);
      expect(almost!.novelty).toBeLessThan(0.4);
    });

    it('makes what comes again young, and no more of it', async () => {
      const [one, other] = [admission(texts[0]!), admission(texts[1]!)];
      await buffer().admit(tenant, 's', [one, other]);
      expect(await buffer().admit(tenant, 's', [{ ...one, reward: 1 }])).toMatchObject({
        evicted: 0,
        size: 2,
      });
      expect(await idsIn('s')).toEqual([one.id, other.id]);
      expect(await buffer().read(tenant, 's')).toMatchObject([{ novelty: 1, reward: 1 }, {}]);
    });

    it('lets the least salient go when there is no room', async () => {
      const rewards = [0.5, 0, 0.6, 0.7];
      const first = texts.map((text, index) => admission(text, rewards[index]));
      await buffer().admit(tenant, 's', first);
      const before = await buffer().read(tenant, 's');
      const least = before.toSorted((a, b) => salience(a) - salience(b))[0];
      const next = admission('Grandmother keeps her bees behind the barn', 0.9);
      expect(await buffer().admit(tenant, 's', [next])).toMatchObject({ evicted: 1, size: 4 });
      const after = await idsIn('s');
      expect(after).not.toContain(least?.id);
      expect(after[0]).toBe(next.id);
      const dull = { ...next, id: newId(), reward: 0 };
      expect(await buffer().admit(tenant, 's', [dull])).toMatchObject({ evicted: 1, size: 4 });
      expect(await idsIn('s')).not.toContain(dull.id);
    });

    it('keeps to its capacity whatever comes at once', async () => {
      const rounds = Array.from({ length: 20 }, (_, round) =>
        buffer().admit(tenant, 's', [admission(`${texts[round % 4]!} ${round}`), admission(`and ${round}`)]),
      );
      expect((await Promise.all(rounds)).every(({ size }) => size <= 4)).toBe(true);
      expect(await idsIn('s')).toHaveLength(4);
    });

    it('drops what it is told to, and nothing else', async () => {
      const admissions = texts.slice(0, 3).map((text) => admission(text));
      await buffer().admit(tenant, 's', admissions);
      const [one, other, third] = admissions;
      expect(await buffer().drop(tenant, 's', [other!.id, newId()])).toBe(1);
      expect(await idsIn('s')).toEqual([third!.id, one!.id]);
      expect(await buffer().drop(tenant, 's', [])).toBe(0);
      expect(await buffer().drop(tenant, 's', null)).toBe(2);
      expect(await idsIn('s')).toEqual([]);
      expect(await buffer().drop(tenant, 's', null)).toBe(0);
    });

    it('lets in only what brings enough along, where there is a gate', async () => {
      const gate = { rewardGain: 0.1, bias: 0.05, threshold: 0.5 };
      const [new1, same, dear] = [
        admission(texts[0]!, 0),
        admission(texts[0]!, 0.8),
        admission(texts[0]!, 1),
      ];
      // 0.6 + 0.05, then 0.5 x 0.8 + 0.05, then 0.5 + 0.05
      expect(await buffer().admit(tenant, 's', [new1, same, dear], gate)).toMatchObject({
        admitted: 2,
        size: 2,
      });
      expect(await idsIn('s')).toEqual([dear.id, new1.id]);
      expect(
        await buffer().admit(tenant, 's', [{ ...new1, reward: 0 }], { ...gate, threshold: 9 }),
      ).toMatchObject({
        admitted: 1,
      });
    });

    it('keeps sessions and tenants apart, also where their names run together', async () => {
      const colon = parseTenantId(`${tenant}:b`, 'test');
      const ours = admission(texts[0]!);
      await buffer().admit(tenant, 'b:c', [ours]);
      await buffer().admit(colon, 'c', [admission(texts[1]!)]);
      await buffer().admit(tenant, 'other session', [admission(texts[2]!)]);
      expect(await idsIn('b:c')).toEqual([ours.id]);
      await buffer().drop(colon, 'c', null);
      expect(await idsIn('b:c')).toEqual([ours.id]);
      expect(await idsIn('c')).toEqual([]);
    });

    it('holds nothing longer than its time to live, and reuses its room', async () => {
      const old = texts.map((text) => admission(text, 1));
      await shortLived().admit(tenant, 's', old);
      await waitFor(async () => (await shortLived().read(tenant, 's')).length === 0, {
        timeoutMs: 5_000,
        what: () => 'the end of its time',
      });
      const next = admission(texts[0]!, 0);
      expect(await shortLived().admit(tenant, 's', [next])).toMatchObject({ evicted: 0, size: 1 });
    });

    it('takes any name for a session', async () => {
      const session = 'Ünï "\u2028 % *\r\n';
      const one = admission(texts[0]!);
      await buffer().admit(tenant, session, [one]);
      expect(await idsIn(session)).toEqual([one.id]);
    });
  });
}
