/** Values by name. Where there are too many of them, or they are too large together, those go first that were not used for the longest time. */
export class RecentlyUsed<Value> {
  private readonly kept = new Map<string, { readonly value: Value; readonly bytes: number }>();
  private held = 0;

  constructor(private readonly most: { readonly entries: number; readonly bytes: number }) {}

  /** What all values come to, as it was told. */
  get bytes(): number {
    return this.held;
  }

  get(name: string): Value | undefined {
    const found = this.kept.get(name);
    if (!found) return undefined;
    this.kept.delete(name);
    this.kept.set(name, found);
    return found.value;
  }

  /** @param bytes what the value comes to in memory, about; one larger than all may be is not kept */
  set(name: string, value: Value, bytes: number): void {
    this.delete(name);
    this.kept.set(name, { value, bytes });
    this.held += bytes;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.most.entries && this.held <= this.most.bytes) return;
      this.delete(oldest);
    }
  }

  delete(name: string): void {
    this.held -= this.kept.get(name)?.bytes ?? 0;
    this.kept.delete(name);
  }
}
