import { copyFile, FileHandle, open, truncate } from 'node:fs/promises';
import { statIfPresent } from './file-system';
import { giveTo, Home } from './home';
import { lastLines } from './run-as';

const LARGEST_LOG_BYTES = 8 * 1024 * 1024;

/** Opens the server's log to be appended to, by a process we start as well. */
export async function openLog(home: Home): Promise<FileHandle> {
  const log = await open(home.logFile, 'a', 0o600);
  await giveTo(home.account, home.logFile);
  return log;
}

/** The last lines written to the log after its first `from` bytes. */
export async function logTail(home: Home, from: number): Promise<string> {
  const log = await open(home.logFile, 'r');
  try {
    const { size } = await log.stat();
    const buffer = Buffer.alloc(Math.max(0, size - from));
    await log.read(buffer, 0, buffer.length, from);
    return lastLines(buffer.toString());
  } finally {
    await log.close();
  }
}

/** Keeps the log from growing without bound: what is too long becomes server.log.1. The server, which appends, need not know. */
export async function trimLog(home: Home, largest = LARGEST_LOG_BYTES): Promise<void> {
  const log = await statIfPresent(home.logFile);
  if (!log || log.size <= largest) return;
  await copyFile(home.logFile, `${home.logFile}.1`);
  await truncate(home.logFile);
}
