import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const POLL_MS = 200;
const CELL = new Int32Array(new SharedArrayBuffer(4));

/**
 * Does work that no two processes may do at once; the others wait until it is done. A lock whose process is gone is taken over.
 * @param lock path of the file that says which process works
 */
export function oneAtATime(lock, work) {
  while (!take(lock)) Atomics.wait(CELL, 0, 0, POLL_MS);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isLeftBehind(lock)) takeAway(lock);
  return false;
}

/** A process that has just made the file may not have written its id yet. */
function isLeftBehind(lock) {
  const process = processOf(lock);
  return process !== null && !isRunning(process);
}

/** Of several processes that find it left behind one moves it. What that one moved is put back if it is a new one. */
function takeAway(lock) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (isLeftBehind(aside)) rmSync(aside);
  else renameSync(aside, lock);
}

function processOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8')) || null;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isRunning(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
