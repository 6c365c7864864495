/** A longer run is cut in two, so an insertion moves at most this many documents. */
const LONGEST_RUN = 512;

const NONE = -1;

/** Documents in order, kept in runs: with a million of them, an insertion or a removal at any place takes some microseconds. */
export class OrderedDocuments {
  private readonly runs: number[][] = [];

  /** @param compare the order; never 0 for two different documents */
  constructor(private readonly compare: (document: number, other: number) => number) {}

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.runs.length === 0;
  }

  /** The documents in their order. */
  get all(): number[] {
    return this.runs.flat();
  }

  /** Takes documents that are in their order; there are none yet. */
  fill(documents: Uint32Array): void {
    for (let start = 0; start < documents.length; start += LONGEST_RUN)
      this.runs.push([...documents.subarray(start, start + LONGEST_RUN)]);
  }

  /** Puts a document at its place. @returns those before and after it, or -1 */
  insert(document: number): { readonly before: number; readonly after: number } {
    const number = this.runFor(document);
    const run = (this.runs[number] ??= []);
    const place = this.placeIn(run, document);
    const before = run[place - 1] ?? this.runs[number - 1]?.at(-1) ?? NONE;
    const after = run[place] ?? this.runs[number + 1]?.[0] ?? NONE;
    run.splice(place, 0, document);
    if (run.length > LONGEST_RUN) this.cut(number, place);
    return { before, after };
  }

  /** Takes a document out that is there. */
  remove(document: number): void {
    const number = this.runFor(document);
    const run = this.runs[number]!;
    run.splice(this.placeIn(run, document), 1);
    if (run.length === 0) this.runs.splice(number, 1);
  }

  /** Cuts a run in half, or before its last document if that came last: what comes in order fills its runs. */
  private cut(number: number, place: number): void {
    const run = this.runs[number]!;
    const at = place === run.length - 1 ? place : run.length >>> 1;
    this.runs.splice(number + 1, 0, run.splice(at));
  }

  /** The last run that begins with the document or before it; the first if none does. */
  private runFor(document: number): number {
    const { runs } = this;
    let [low, high] = [0, runs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.isBefore(document, runs[middle]![0]!)) high = middle - 1;
      else low = middle;
    }
    return low;
  }

  private placeIn(run: readonly number[], document: number): number {
    let [low, high] = [0, run.length];
    if (high > 0 && this.isBefore(run[high - 1]!, document)) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.isBefore(run[middle]!, document)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private isBefore(document: number, other: number): boolean {
    return document !== other && this.compare(document, other) < 0;
  }
}
