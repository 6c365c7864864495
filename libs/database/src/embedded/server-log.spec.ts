import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home, homeAt } from './home';
import { logTail, openLog, trimLog } from './server-log';

describe('the log of the server', () => {
  let home: Home;

  beforeEach(async () => {
    home = homeAt(await mkdtemp(join(tmpdir(), 'somabrain-log-')), undefined);
  });

  afterEach(() => rm(home.directory, { recursive: true }));

  it('does not grow without bound, although a running server keeps it open', async () => {
    const server = await openLog(home);
    await server.write('0123456789');
    await trimLog(home, 10);
    expect(await readFile(home.logFile, 'utf8')).toBe('0123456789');
    await server.write('+');
    await trimLog(home, 10);
    await server.write('next');
    await server.close();
    expect(await readFile(home.logFile, 'utf8')).toBe('next');
    expect(await readFile(`${home.logFile}.1`, 'utf8')).toBe('0123456789+');
  });

  it('tells the last lines of one attempt', async () => {
    await appendFile(home.logFile, 'before\n');
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    await appendFile(home.logFile, lines.join('\n'));
    expect(await logTail(home, 'before\n'.length)).toBe(lines.slice(-8).join('\n'));
  });
});
