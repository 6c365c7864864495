import { chmod, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTER, findBarrier, parseAccounts, permits, READ } from './server-account';

const account = { name: 'postgres', uid: 101, gid: 104 };

describe('the account of the server', () => {
  it('is read from the lines of /etc/passwd', () => {
    const passwd =
      'root:x:0:0:root:/root:/bin/sh\n\n# a comment\npostgres:x:101:104::/var/lib/postgresql:/bin/sh\n';
    expect(parseAccounts(passwd)).toEqual([{ name: 'root', uid: 0, gid: 0 }, account]);
  });

  it.each([
    ['its owner', { uid: 101, gid: 0, mode: 0o40500 }, true],
    ['its owner, whom the mode leaves out', { uid: 101, gid: 0, mode: 0o40055 }, false],
    ['a member of its group', { uid: 0, gid: 104, mode: 0o40050 }, true],
    ['a member of its group, whom the mode leaves out', { uid: 0, gid: 104, mode: 0o40705 }, false],
    ['anybody', { uid: 0, gid: 0, mode: 0o40705 }, true],
    ['anybody, whom the mode only lets pass', { uid: 0, gid: 0, mode: 0o40771 }, false],
  ])('reads a directory as %s', (_who, directory, allowed) => {
    expect(permits(directory, account, READ | ENTER)).toBe(allowed);
  });

  it('is stopped by the first closed directory, whatever exists below it', async () => {
    const base = await realpath(await mkdtemp(join(tmpdir(), 'somabrain-account-')));
    await chmod(base, 0o755);
    await mkdir(join(base, 'closed', 'inner'), { recursive: true });
    await chmod(join(base, 'closed', 'inner'), 0o700);
    await chmod(join(base, 'closed'), 0o700);
    expect(await findBarrier(join(base, 'closed', 'inner', 'not', 'there'), account)).toBe(
      join(base, 'closed'),
    );
    await chmod(join(base, 'closed'), 0o711);
    expect(await findBarrier(join(base, 'closed', 'inner', 'not', 'there'), account)).toBe(
      join(base, 'closed', 'inner'),
    );
    await rm(base, { recursive: true });
  });
});
