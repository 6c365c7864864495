import { chmod, cp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isSystemError, statIfPresent } from './file-system';
import { createDirectories, partialName } from './home';
import { restoreLibraryLinks } from './library-links';

/**
 * Copies the binaries to a place where every user may run them, unless they are there already. The copy appears at once
 * and whole, however many processes make it.
 * @param from the package's folder `native`
 * @param to the folder of the copy
 * @returns whether this call made the copy
 */
export async function copyBinaries(from: string, to: string): Promise<boolean> {
  if (await statIfPresent(to)) return false;
  await createDirectories(dirname(to), 0o755);
  const partial = partialName(to);
  try {
    await cp(from, partial, { recursive: true, verbatimSymlinks: true });
    await restoreLibraryLinks(partial);
    await openToEveryone(partial);
    await rename(partial, to);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function openToEveryone(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToEveryone(path);
    else if (entry.isFile()) await chmod(path, basename(directory) === 'bin' ? 0o755 : 0o644);
  }
}
