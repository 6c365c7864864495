const FIRST_SLOTS = 64;
/** Knuth's multiplicative hash (The Art of Computer Programming 3, 6.4): 2^32 divided by the golden ratio. */
const MULTIPLIER = 0x9e3779b1;

/** Gives numbers 0, 1, 2 … to keys from 0 below 2^32 - 1: an open-addressing table of 8 bytes a slot, half full at the most. */
export class NumberTable {
  /** The key plus 1, or 0 for an empty slot; the number beside it. */
  private keys = new Uint32Array(FIRST_SLOTS);
  private numbers = new Uint32Array(FIRST_SLOTS);
  private shift = 32 - Math.log2(FIRST_SLOTS);
  private count = 0;

  /** How many keys have a number. */
  get size(): number {
    return this.count;
  }

  /** The number of a key, or -1. */
  find(key: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    for (let slot = this.slotOf(key); ; slot = (slot + 1) & mask) {
      const known = keys[slot]!;
      if (known === key + 1) return this.numbers[slot]!;
      if (known === 0) return -1;
    }
  }

  /** Gives the next number to a key that has none. */
  add(key: number): number {
    if (2 * (this.count + 1) > this.keys.length) this.widen();
    this.occupy(key, this.count);
    return this.count++;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.keys.byteLength + this.numbers.byteLength;
  }

  private widen(): void {
    const { keys, numbers } = this;
    this.keys = new Uint32Array(2 * keys.length);
    this.numbers = new Uint32Array(2 * keys.length);
    this.shift -= 1;
    for (let slot = 0; slot < keys.length; slot++)
      if (keys[slot] !== 0) this.occupy(keys[slot]! - 1, numbers[slot]!);
  }

  private occupy(key: number, number: number): void {
    const mask = this.keys.length - 1;
    let slot = this.slotOf(key);
    while (this.keys[slot] !== 0) slot = (slot + 1) & mask;
    this.keys[slot] = key + 1;
    this.numbers[slot] = number;
  }

  private slotOf(key: number): number {
    return Math.imul(key, MULTIPLIER) >>> this.shift;
  }
}
