import type { MetricsRegistry } from './metrics-registry';

/** So long a text is good for everybody: nobody scrapes more often. */
const FRESH_MS = 1_000;

/** The text of all metrics. It is made at most once a second, once for all who ask meanwhile: making it takes tens of milliseconds. */
export class MetricsText {
  private made: { readonly text: Promise<string>; readonly at: number } | null = null;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    private readonly registry: MetricsRegistry,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get contentType(): string {
    return this.registry.contentType;
  }

  /** What was counted a second ago at most. */
  read(): Promise<string> {
    if (this.made && this.now() - this.made.at < FRESH_MS) return this.made.text;
    const made = { text: this.registry.metrics(), at: this.now() };
    this.made = made;
    made.text.catch(() => {
      // The next who asks tries again.
      if (this.made === made) this.made = null;
    });
    return made.text;
  }
}
