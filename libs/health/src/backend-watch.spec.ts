import { HealthIndicatorService } from '@nestjs/terminus';
import { BackendIndicator } from './backend-indicator';
import { type BackendState, BackendWatch } from './backend-watch';

const TIMES = { period: 1, timeout: 20, giveUp: 40, mostAge: 5_000 };

class Backend extends BackendIndicator {
  readonly name = 'kafka';
  readonly embedded = false;
  asked = 0;
  ping: () => Promise<void> = () => Promise.resolve();
}

/** A watch over a backend, and how to wait for what it tells. */
function watchOver(backend: Backend, now?: () => number) {
  const told: BackendState[] = [];
  let wake: () => void = () => undefined;
  const watch = new BackendWatch(
    backend,
    new HealthIndicatorService(),
    (state) => {
      told.push(state);
      wake();
    },
    TIMES,
    now,
  );
  const untilTold = async (up: boolean) => {
    while (told.at(-1)?.up !== up) await new Promise<void>((resolve) => (wake = resolve));
  };
  watches.push(watch);
  return { watch, untilTold };
}

const watches: BackendWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) watch.end();
});

const hangs = () => new Promise<void>(() => undefined);

describe('a backend that is watched', () => {
  it('is down before it has answered', () => {
    const { watch } = watchOver(new Backend());
    expect(watch.state()).toMatchObject({ up: false, latencyMs: null });
  });

  it('goes and comes back without anybody asking', async () => {
    const backend = new Backend();
    const { watch, untilTold } = watchOver(backend);
    await watch.begin();
    expect(watch.state()).toMatchObject({ up: true, fault: null });
    backend.ping = () => Promise.reject(new Error('gone'));
    await untilTold(false);
    expect(watch.state().fault?.message).toBe('gone');
    backend.ping = () => Promise.resolve();
    await untilTold(true);
  });

  it('is asked one question at a time, and again although one is never answered', async () => {
    const backend = new Backend();
    let underWay = 0;
    let most = 0;
    backend.ping = () => {
      underWay += 1;
      most = Math.max(most, underWay);
      return hangs();
    };
    const { watch, untilTold } = watchOver(backend);
    await watch.begin();
    expect(watch.state()).toMatchObject({ up: false, latencyMs: 20 });
    expect(most).toBe(1);
    backend.ping = () => Promise.resolve();
    await untilTold(true);
  });

  it('is not believed to be up when the last answer is too old', async () => {
    let time = 0;
    const { watch } = watchOver(new Backend(), () => time);
    await watch.begin();
    expect(watch.state().up).toBe(true);
    time += 5_001;
    expect(watch.state()).toMatchObject({ up: false });
    expect(watch.state().fault?.message).toContain('too old');
  });
});
