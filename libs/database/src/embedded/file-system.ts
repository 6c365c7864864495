import { FileHandle, open, readFile, stat } from 'node:fs/promises';
import { Stats } from 'node:fs';

/** Whether `error` is a failed system call with one of these codes, such as ENOENT. */
export function isSystemError(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  // Not instanceof: an error of Node's own may be made with another Error than ours (in vm contexts, such as jest's).
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}

/** The text of a file, or undefined where there is no such file. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  return undefinedIfAbsent(readFile(path, 'utf8'));
}

/** What `path` leads to (links are followed), or undefined where there is nothing. */
export async function statIfPresent(path: string): Promise<Stats | undefined> {
  return undefinedIfAbsent(stat(path));
}

/** Makes the names in a directory survive a power failure. Windows has no such call and needs none. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory: FileHandle = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function undefinedIfAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
