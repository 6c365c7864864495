import { addressOf, type StateAddress, type StoredState, WorkerStates } from './worker-states';

/** The most streams of a worker. Beyond it the least recently used are dropped. */
const MOST_STREAMS = 2_000;

/** By address; null: it is not stored. */
type Kept = Map<string, StoredState | null>;

/**
 * Reads a state once and then knows it, since all of a stream comes to one process until its group changes. One that another process has
 * changed nevertheless cannot be stored, and is read anew.
 */
export class CachedStates extends WorkerStates {
  private readonly workers = new Map<string, Kept>();

  /** @param most streams of a worker that are kept */
  constructor(
    private readonly stored: WorkerStates,
    private readonly most = MOST_STREAMS,
  ) {
    super();
  }

  async load(worker: string, addresses: readonly StateAddress[]): Promise<Map<string, StoredState>> {
    const kept = this.keptOf(worker);
    const unknown = addresses.filter((address) => !kept.has(addressOf(address)));
    const read =
      unknown.length > 0 ? await this.stored.load(worker, unknown) : new Map<string, StoredState>();
    const all = addresses.map((each): [string, StoredState | null] => {
      const address = addressOf(each);
      return [address, read.get(address) ?? kept.get(address) ?? null];
    });
    // Only now: what is kept makes what was kept go.
    for (const [address, state] of all) this.keep(kept, address, state);
    return new Map(all.filter((each): each is [string, StoredState] => each[1] !== null));
  }

  async save(worker: string, states: readonly (StateAddress & StoredState)[]): Promise<void> {
    const kept = this.keptOf(worker);
    try {
      await this.stored.save(worker, states);
    } catch (error) {
      // It may be stored or not, or another process may have been first.
      this.forget(worker);
      throw error;
    }
    for (const { tenant, stream, ...state } of states)
      this.keep(kept, addressOf({ tenant, stream }), { ...state, version: state.version + 1 });
  }

  /** What is under way goes on with what it has read, and leaves nothing of it behind. */
  override forget(worker: string): void {
    this.workers.delete(worker);
    this.stored.forget(worker);
  }

  private keptOf(worker: string): Kept {
    let kept = this.workers.get(worker);
    if (!kept) this.workers.set(worker, (kept = new Map<string, StoredState | null>()));
    return kept;
  }

  private keep(kept: Kept, address: string, state: StoredState | null): void {
    kept.delete(address);
    kept.set(address, state);
    const [oldest] = kept.keys();
    if (kept.size > this.most && oldest !== undefined) kept.delete(oldest);
  }
}
