import { parsePostmasterFile } from './postmaster-file';

const socket = [
  '4711',
  '/srv/postgres/data',
  '1700000000',
  '5432',
  '/srv/postgres',
  '',
  '  1234567         0',
];

describe('postmaster.pid', () => {
  it('says which process serves, where, and that it is ready', () => {
    expect(parsePostmasterFile([...socket, 'ready   ', ''].join('\n'))).toEqual({
      pid: 4711,
      ready: true,
      endpoint: { host: '/srv/postgres', port: 5432 },
    });
  });

  it('means the loopback address where it names no socket', () => {
    const loopback = socket.with(4, '').with(5, '127.0.0.1').with(3, '40001');
    expect(parsePostmasterFile([...loopback, 'ready   ', ''].join('\n'))?.endpoint).toEqual({
      host: '127.0.0.1',
      port: 40001,
    });
  });

  it.each(['starting', 'stopping'])('is not ready while %s', (state) => {
    expect(parsePostmasterFile([...socket, state, ''].join('\n'))?.ready).toBe(false);
  });

  it('is not ready before it is written to the end, and nothing before it has a process id', () => {
    expect(parsePostmasterFile(socket.slice(0, 5).join('\n'))?.ready).toBe(false);
    expect(parsePostmasterFile('')).toBeUndefined();
  });
});
