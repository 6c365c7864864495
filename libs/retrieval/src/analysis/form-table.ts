import { uint32Column, uint8Column } from '../index/column';

const FIRST_SLOTS = 1024;
/** Half full at the most: then a search looks at two slots on average. */
const SLOTS_A_FORM = 2;

/**
 * Numbers of surface forms of a language (a small number) by their UTF-8: an open-addressing table over the bytes themselves. Loading an index asks for dozens of forms a
 * memory, and making a string of each to look it up would cost ten times as much.
 */
export class FormTable {
  /** Number of the form plus 1, or 0. */
  private slots = new Uint32Array(FIRST_SLOTS);
  private entries = 0;
  private readonly hashes = uint32Column();
  private readonly starts = uint32Column();
  private readonly lengths = uint32Column();
  private readonly languages = uint8Column();
  private bytes = new Uint8Array(8 * FIRST_SLOTS);
  private used = 0;

  /** The number of a form, or -1 if it was not added. */
  find(utf8: Uint8Array, start: number, end: number, language: number): number {
    const mask = this.slots.length - 1;
    const hash = hashOf(utf8, start, end, language);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const form = this.slots[slot]! - 1;
      if (form < 0) return form;
      if (this.hashes.values[form] !== hash || this.languages.values[form] !== language) continue;
      if (this.isForm(form, utf8, start, end)) return form;
    }
  }

  /** Adds a form that is not there yet. */
  add(form: number, utf8: Uint8Array, start: number, end: number, language: number): void {
    const length = end - start;
    if (this.used + length > this.bytes.length) {
      const grown = new Uint8Array(2 * (this.used + length));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    for (let i = 0; i < length; i++) this.bytes[this.used + i] = utf8[start + i]!;
    this.hashes.set(form, hashOf(utf8, start, end, language));
    this.languages.set(form, language);
    this.starts.set(form, this.used);
    this.lengths.set(form, length);
    this.used += length;
    this.entries += 1;
    if (SLOTS_A_FORM * this.entries > this.slots.length) this.widen();
    this.occupy(form);
  }

  private isForm(form: number, utf8: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.lengths.values[form] !== length) return false;
    const own = this.starts.values[form]!;
    for (let i = 0; i < length; i++) if (this.bytes[own + i] !== utf8[start + i]) return false;
    return true;
  }

  private widen(): void {
    const forms = this.slots.filter((form) => form > 0);
    this.slots = new Uint32Array(2 * this.slots.length);
    for (const form of forms) this.occupy(form - 1);
  }

  private occupy(form: number): void {
    const mask = this.slots.length - 1;
    let slot = this.hashes.values[form]! & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = form + 1;
  }
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/); its upper bits are mixed in, since the table uses the lower ones. */
function hashOf(bytes: Uint8Array, start: number, end: number, language: number): number {
  let hash = 0x811c9dc5 ^ language;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
