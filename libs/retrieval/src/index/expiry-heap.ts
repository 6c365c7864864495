interface Expiry {
  readonly at: number;
  readonly document: number;
}

/** The documents that end some day, the next one to end on top of a binary heap. */
export class ExpiryHeap {
  private readonly heap: Expiry[] = [];

  /** How many ends are noted, those of documents already removed included. */
  get size(): number {
    return this.heap.length;
  }

  /** Notes when a document ends, in epoch milliseconds. */
  add(document: number, at: number): void {
    this.heap.push({ document, at });
    for (let child = this.heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (this.heap[parent]!.at <= this.heap[child]!.at) return;
      this.swap(parent, child);
      child = parent;
    }
  }

  /** Takes out the documents that end at or before `now`. */
  takeDue(now: number): number[] {
    const due: number[] = [];
    while (this.heap.length > 0 && this.heap[0]!.at <= now) due.push(this.takeFirst());
    return due;
  }

  private takeFirst(): number {
    const first = this.heap[0]!;
    const last = this.heap.pop()!;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink();
    }
    return first.document;
  }

  private sink(): void {
    for (let parent = 0; ;) {
      let earliest = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < this.heap.length && this.heap[child]!.at < this.heap[earliest]!.at) earliest = child;
      }
      if (earliest === parent) return;
      this.swap(parent, earliest);
      parent = earliest;
    }
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}
