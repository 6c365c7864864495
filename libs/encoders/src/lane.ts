import { EncoderFailure } from '@somabrain/retrieval';

/** Lets a few calls run at a time; a bounded number of others waits in order. */
export class Lane {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param places how many calls run at a time, @param seats how many wait */
  constructor(
    private readonly places: number,
    private readonly seats: number,
  ) {}

  /** @throws EncoderFailure `overloaded` where too many wait, `late` where the signal fires first; what the call throws */
  async run<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.enter(signal);
    try {
      return await call();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private enter(signal: AbortSignal): Promise<void> {
    if (this.running < this.places) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= this.seats) {
      const message = `The encoder has ${this.running} requests in flight and ${this.waiting.length} waiting; ask again later`;
      return Promise.reject(new EncoderFailure('overloaded', message));
    }
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(begin), 1);
        reject(new EncoderFailure('late', 'The encoder was busy until it was too late'));
      };
      if (signal.aborted) return reject(new EncoderFailure('late', 'There was no time left to encode'));
      this.waiting.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
