import { rm, symlink } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { isSystemError, readIfPresent, statIfPresent } from './file-system';

interface LibraryLink {
  /** The library, relative to the package, such as native/lib/libpq.so.5.18. */
  readonly source: string;
  /** The link to it in the same folder, such as native/lib/libpq.so.5. */
  readonly target: string;
}

/**
 * Makes the links between shared libraries that an npm archive cannot hold and that the package's install script makes
 * where npm runs install scripts. Looks only, when none is missing.
 * @param native the package's folder `native`, whose pg-symlinks.json lists the links
 * @returns whether all links are there; false when they cannot be written there
 */
export async function restoreLibraryLinks(native: string): Promise<boolean> {
  const list = await readIfPresent(join(native, 'pg-symlinks.json'));
  const links = list === undefined ? [] : (JSON.parse(list) as LibraryLink[]);
  for (const link of links) {
    const path = join(native, relative('native', link.target));
    if (await statIfPresent(path)) continue;
    try {
      // A link whose library is gone reads as absent, but would be in the way of the new one.
      await rm(path, { force: true });
      await symlink(basename(link.source), path);
    } catch (error) {
      if (isSystemError(error, 'EROFS', 'EACCES', 'EPERM')) return false;
      if (!isSystemError(error, 'EEXIST')) throw error;
    }
  }
  return true;
}
