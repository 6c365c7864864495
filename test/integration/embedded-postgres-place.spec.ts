import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedServers, query } from '../support/embedded-servers';

describe('the place of the embedded Postgres', () => {
  const isRoot = process.getuid?.() === 0;
  let servers: EmbeddedServers;

  beforeEach(async () => {
    servers = await EmbeddedServers.create();
  });

  afterEach(() => servers.dispose());

  it('is the wished directory, owned by a user who is not root', async () => {
    const { dataDirectory } = await servers.start(join(servers.directory, 'not', 'there'));
    expect(dataDirectory).toBe(join(servers.directory, 'not', 'there', 'postgres'));
    expect((await stat(join(dataDirectory, 'data'))).uid).not.toBe(0);
    expect(servers.notices).toEqual([]);
  });

  it(`is ${isRoot ? 'a system directory' : 'kept'} where the wished directory is open to its owner alone`, async () => {
    await chmod(servers.directory, 0o700);
    const first = await servers.start();
    await query(first.connectionString, 'create table kept as select 1 as number');
    await first.stop();
    const wished = join(servers.directory, 'postgres');
    if (isRoot) {
      expect(first.dataDirectory).toMatch(/^\/var\/lib\/somabrain\/[0-9a-f]{16}\/postgres$/);
      expect(servers.notices).toEqual([expect.stringContaining(`may not enter ${servers.directory}.`)]);
      expect(await readdir(servers.directory)).toEqual([]);
    } else {
      expect(first.dataDirectory).toBe(wished);
    }

    // Opening the directory later must not hide the data that exists.
    await chmod(servers.directory, 0o755);
    const second = await servers.start();
    expect(second.dataDirectory).toBe(first.dataDirectory);
    expect(await query(second.connectionString, 'select number from kept')).toEqual([{ number: 1 }]);
    await second.stop();
    if (isRoot) await rm(dirname(first.dataDirectory), { recursive: true });
  });
});
