/** Somebody alone may have three of four slots; the rest is for whoever comes next. */
const TIMES_THE_FREE = 3;

/** Who has a slot. */
export interface SlotHolder {
  /** Whether the holder only waits for its client, so that the slot is of no use to it now. Then it is taken back when another needs it. */
  readonly waitsForClient: () => boolean;
}

/**
 * A number of slots, for as many requests as are worked on at once. Nobody may have more than a share: three times what is free. So one who
 * sends more and more has three quarters at most, and several come to the same each, with some left for whoever has none.
 */
export class Slots {
  private readonly held = new Set<Slot>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly total: number) {}

  /** How many are taken. */
  get taken(): number {
    return this.held.size;
  }

  /** @returns a slot that is taken, or undefined: none is free */
  take(holder: SlotHolder): Slot | undefined {
    if (this.held.size >= this.total) this.takeBack();
    if (this.held.size >= this.total) return undefined;
    const slot = new Slot(this, holder);
    this.held.add(slot);
    return slot;
  }

  /**
   * Counts a slot as that of an owner.
   * @param most how many the owner may have, whatever is free
   * @returns whether that and the owner's share allow it; if not the slot stays nobody's
   */
  claim(slot: Slot, owner: string, most = Infinity): boolean {
    if (!this.allows(owner, most)) this.takeBack(slot);
    if (!this.allows(owner, most)) return false;
    if (!this.held.has(slot)) return true; // taken back already: it is nobody's share
    slot.owner = owner;
    this.counts.set(owner, this.countOf(owner) + 1);
    return true;
  }

  release(slot: Slot): void {
    if (!this.held.delete(slot) || slot.owner === undefined) return;
    const left = this.countOf(slot.owner) - 1;
    if (left > 0) this.counts.set(slot.owner, left);
    else this.counts.delete(slot.owner);
  }

  has(slot: Slot): boolean {
    return this.held.has(slot);
  }

  private allows(owner: string, most: number): boolean {
    const count = this.countOf(owner);
    if (count >= most) return false;
    return count === 0 || count + 1 <= TIMES_THE_FREE * (this.total - this.held.size);
  }

  private countOf(owner: string): number {
    return this.counts.get(owner) ?? 0;
  }

  private takeBack(except?: Slot): void {
    for (const slot of this.held) if (slot !== except && slot.holder.waitsForClient()) this.release(slot);
  }
}

/** One of the slots, until it is released or taken back. */
export class Slot {
  /** Whose share it counts to; undefined: nobody's. */
  owner: string | undefined;

  constructor(
    private readonly slots: Slots,
    readonly holder: SlotHolder,
  ) {}

  /** @returns whether the owner's share allows it. @param most how many the owner may have, whatever is free */
  claim(owner: string, most?: number): boolean {
    return this.slots.claim(this, owner, most);
  }

  get isHeld(): boolean {
    return this.slots.has(this);
  }

  /** The second time does nothing. */
  release(): void {
    this.slots.release(this);
  }
}
