import { createLogger } from '@somabrain/kernel';
import { divertForeignLines } from './foreign-lines';

interface Line {
  readonly level: string;
  readonly origin: string;
  readonly msg: string;
}

describe('what libraries and Node would print', () => {
  const { debug, log, info, trace, warn, error } = console;
  const listeners = process.listeners('warning');
  let lines: Line[];

  beforeEach(() => {
    lines = [];
    divertForeignLines(createLogger('DEBUG', { write: (line) => lines.push(JSON.parse(line) as Line) }));
  });
  afterEach(() => {
    Object.assign(console, { debug, log, info, trace, warn, error });
    process.removeAllListeners('warning');
    for (const listener of listeners) process.on('warning', listener);
  });

  it.each([
    ['MaxListenersExceededWarning', 'WARN'],
    ['TimeoutNegativeWarning', 'DEBUG'],
  ])('%s of Node is a line of the level %s', (name, level) => {
    process.emit('warning', Object.assign(new Error('of a test'), { name }));
    expect(lines).toEqual([
      expect.objectContaining({ level, origin: 'node', msg: `${name}: of a test` }) as unknown,
    ]);
  });

  it('what is written to the console is a line', () => {
    console.log('connected to', 7);
    console.error('lost');
    expect(lines.map(({ level, origin, msg }) => [level, origin, msg])).toEqual([
      ['DEBUG', 'console', 'connected to 7'],
      ['WARN', 'console', 'lost'],
    ]);
  });
});
