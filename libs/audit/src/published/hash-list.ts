const HASH_BYTES = 32;
const FIRST_ROOM = 64;

/** Hashes in their order, 32 bytes each: a long chain has millions. */
export class HashList {
  private bytes = Buffer.alloc(FIRST_ROOM * HASH_BYTES);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** @param hash 32 bytes */
  push(hash: Buffer): void {
    const place = this.count * HASH_BYTES;
    if (place === this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(place)]);
    hash.copy(this.bytes, place);
    this.count += 1;
  }

  /** In hex; undefined where there is none. */
  at(index: number): string | undefined {
    if (index < 0 || index >= this.count) return undefined;
    return this.bytes.toString('hex', index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
}
