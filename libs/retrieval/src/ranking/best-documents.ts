interface ScoredDocument {
  readonly document: number;
  readonly score: number;
}

/** Keeps the best few of many scored documents in a binary heap, the worst of them at its root. */
export class BestDocuments {
  private readonly heap: ScoredDocument[] = [];

  /** @param compare decides between documents of equal score: negative if the first is to be preferred */
  constructor(
    private readonly limit: number,
    private readonly compare: (document: number, other: number) => number,
  ) {}

  /** What a score has to reach to be taken. */
  get least(): number {
    return this.heap.length < this.limit ? -Infinity : (this.heap[0]?.score ?? Infinity);
  }

  /** Takes a document if it is among the best so far. */
  offer(document: number, score: number): void {
    if (this.heap.length < this.limit) {
      this.heap.push({ document, score });
      this.rise(this.heap.length - 1);
    } else if (this.limit > 0 && score >= this.heap[0]!.score) {
      const item = { document, score };
      if (!this.isBetter(item, this.heap[0]!)) return;
      this.heap[0] = item;
      this.sink(0);
    }
  }

  /** The documents kept with their scores, best first. */
  scored(): ScoredDocument[] {
    return [...this.heap].sort((a, b) => (this.isBetter(a, b) ? -1 : 1));
  }

  /** The documents kept, best first. */
  ranked(): number[] {
    return this.scored().map(({ document }) => document);
  }

  private isBetter(a: ScoredDocument, b: ScoredDocument): boolean {
    return a.score === b.score ? this.compare(a.document, b.document) < 0 : a.score > b.score;
  }

  private rise(index: number): void {
    for (let child = index; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.isBetter(this.heap[parent]!, this.heap[child]!)) return;
      this.swap(parent, child);
      child = parent;
    }
  }

  private sink(index: number): void {
    for (let parent = index; ;) {
      let worst = parent;
      const end = Math.min(2 * parent + 3, this.heap.length);
      for (let child = 2 * parent + 1; child < end; child++)
        if (this.isBetter(this.heap[worst]!, this.heap[child]!)) worst = child;
      if (worst === parent) return;
      this.swap(parent, worst);
      parent = worst;
    }
  }

  private swap(a: number, b: number): void {
    const item = this.heap[a]!;
    this.heap[a] = this.heap[b]!;
    this.heap[b] = item;
  }
}
