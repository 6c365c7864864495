import { Problem } from '@somabrain/kernel';

/** A read that takes longer makes us ask whether the database answers at all. */
const PATIENCE_MS = 700;
/** The same while it did not answer lately, so that a request of several reads is not kept by each of them. */
const SHORT_PATIENCE_MS = 100;
/** How long a trivial question on a connection of its own may take: so many times a moment in which its answer could be heard. */
const MOMENTS = 10;
const MOMENT_MS = 100;

/**
 * Tells a slow database from one that takes connections and never answers. Reads may be slow, and then they are waited for; whoever asks a
 * database that is frozen learns it within two seconds, long before the time limit of statements.
 */
export class FrozenGuard {
  private silent = false;

  /** @param ping a trivial question beside the pool; rejects where the database cannot be reached */
  constructor(private readonly ping: () => Promise<void>) {}

  /** The outcome of a read. @throws Problem DATABASE_UNAVAILABLE as soon as the database is found not to answer; what the read threw */
  async watch<T>(read: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    let ended = false;
    const frozen = new Promise<never>((_, reject) => {
      const look = (): void => {
        void this.answers().then((answers) => {
          if (ended) return;
          if (answers) timer = setTimeout(look, PATIENCE_MS);
          else reject(new Problem('DATABASE_UNAVAILABLE', 'The database does not answer; try again shortly'));
        });
      };
      timer = setTimeout(look, this.silent ? SHORT_PATIENCE_MS : PATIENCE_MS);
    });
    // Where the read is given up, nobody waits for what becomes of it.
    read.catch(() => undefined);
    try {
      return await Promise.race([read, frozen]);
    } finally {
      ended = true;
      clearTimeout(timer);
    }
  }

  private async answers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    // A turn of the event loop that takes long is one moment: what the database answers meanwhile, several times for a connection, is not heard.
    const late = new Promise<boolean>((resolve) => {
      let left = MOMENTS;
      const pass = (): void => {
        left -= 1;
        if (left > 0) timer = setTimeout(pass, MOMENT_MS);
        else setImmediate(() => setImmediate(resolve, false));
      };
      timer = setTimeout(pass, MOMENT_MS);
    });
    const asked = this.ping().then(
      () => true,
      () => false,
    );
    const answers = await Promise.race([asked, late]);
    clearTimeout(timer);
    this.silent = !answers;
    return answers;
  }
}
