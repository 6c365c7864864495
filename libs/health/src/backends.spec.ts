import { BackendIndicator, type BackendName } from './backend-indicator';
import { Backends } from './backends';

class Backend extends BackendIndicator {
  readonly embedded = false;

  constructor(readonly name: BackendName) {
    super();
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }
}

const NEED = { required: true, indispensable: true };
const MINOR = { required: false, indispensable: false };

describe('Backends', () => {
  it('lists first what others depend on, in whatever order the modules are initialised', () => {
    const backends = new Backends();
    for (const name of ['kafka', 'memory', 'opa', 'postgres', 'redis'] as const)
      backends.register(new Backend(name), NEED);
    const names = backends.list().map(({ indicator }) => indicator.name);
    expect(names).toEqual(['postgres', 'memory', 'opa', 'redis', 'kafka']);
  });

  it('has one backend of each name: the one that was registered last', () => {
    const backends = new Backends();
    backends.register(new Backend('kafka'), MINOR);
    const groups = new Backend('kafka');
    backends.register(groups, NEED);
    expect(backends.list()).toEqual([{ indicator: groups, ...NEED }]);
  });
});
