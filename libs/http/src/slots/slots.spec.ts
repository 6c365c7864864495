import { type Slot, type SlotHolder, Slots } from './slots';

const WORKING: SlotHolder = { waitsForClient: () => false };

describe('slots', () => {
  /** Takes as many as it is given, up to a number. */
  function takeAll(slots: Slots, owner: string, atMost = 1_000): Slot[] {
    const taken: Slot[] = [];
    while (taken.length < atMost) {
      const slot = slots.take(WORKING);
      if (!slot) return taken;
      if (!slot.claim(owner)) {
        slot.release();
        return taken;
      }
      taken.push(slot);
    }
    return taken;
  }

  it('are as many as there are, for those of nobody', () => {
    const slots = new Slots(3);
    const [first] = [slots.take(WORKING), slots.take(WORKING), slots.take(WORKING)];
    expect(slots.take(WORKING)).toBeUndefined();
    first?.release();
    expect(slots.take(WORKING)).toBeDefined();
    expect(slots.take(WORKING)).toBeUndefined();
  });

  it('are given back once, however often that is said', () => {
    const slots = new Slots(3);
    const slot = slots.take(WORKING);
    slots.take(WORKING);
    slot?.release();
    slot?.release();
    expect(slots.taken).toBe(1);
  });

  it('are never all for one: three quarters of them', () => {
    const slots = new Slots(200);
    expect(takeAll(slots, 'greedy')).toHaveLength(150);
    expect(takeAll(slots, 'victim', 10)).toHaveLength(10);
  });

  it('come to the same for all who take what they get, with some left for a newcomer', () => {
    const slots = new Slots(200);
    const greedy = ['one', 'two', 'three', 'four', 'five'];
    const taken = new Map(greedy.map((owner) => [owner, takeAll(slots, owner)]));
    for (let turn = 0; turn < 400; turn += 1) {
      for (const [owner, held] of taken) {
        held.shift()?.release();
        held.push(...takeAll(slots, owner));
      }
    }
    const counts = [...taken.values()].map(({ length }) => length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(3);
    expect(takeAll(slots, 'newcomer', 5).length).toBe(5);
  });

  it('go back to the share of their owner', () => {
    const slots = new Slots(200);
    for (const slot of takeAll(slots, 'one')) slot.release();
    expect(slots.taken).toBe(0);
    expect(takeAll(slots, 'one')).toHaveLength(150);
  });

  it('are taken back from those who wait for their client, when another needs one', () => {
    const slots = new Slots(2);
    let isWaiting = false;
    const slow = slots.take({ waitsForClient: () => isWaiting });
    slots.take(WORKING);
    expect(slots.take(WORKING)).toBeUndefined();
    isWaiting = true;
    expect(slow?.isHeld).toBe(true);
    expect(slots.take(WORKING)).toBeDefined();
    expect(slow?.isHeld).toBe(false);
  });
});
