import { addressOf, StaleState, type StateAddress, type StoredState, WorkerStates } from './worker-states';

/** The most streams. Beyond it the least recently used are dropped. */
const MOST_STREAMS = 10_000;

/** What workers know, in this process: gone when it ends. */
export class InProcessStates extends WorkerStates {
  private readonly workers = new Map<string, Map<string, StoredState>>();

  load(worker: string, addresses: readonly StateAddress[]): Promise<Map<string, StoredState>> {
    const kept = this.workers.get(worker);
    const found = new Map<string, StoredState>();
    for (const address of addresses.map(addressOf)) {
      const state = kept?.get(address);
      if (state) found.set(address, state);
    }
    return Promise.resolve(found);
  }

  save(worker: string, states: readonly (StateAddress & StoredState)[]): Promise<void> {
    let kept = this.workers.get(worker);
    if (!kept) this.workers.set(worker, (kept = new Map<string, StoredState>()));
    for (const state of states) {
      if ((kept.get(addressOf(state))?.version ?? 0) !== state.version) {
        return Promise.reject(new StaleState('A state was changed meanwhile'));
      }
    }
    for (const { tenant, stream, ...state } of states) {
      const address = addressOf({ tenant, stream });
      kept.delete(address);
      kept.set(address, { ...state, version: state.version + 1 });
    }
    for (const [oldest] of kept) {
      if (kept.size <= MOST_STREAMS) break;
      kept.delete(oldest);
    }
    return Promise.resolve();
  }
}
