import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { outputOf, PROJECT } from '../support/run-program';

/** What no build needs and what would take long to copy. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'data', '.git']);

/** The image of the present sources. */
export const IMAGE = 'somabrain:test';
/** The same with what backups need. */
export const BACKUP_IMAGE = 'somabrain-backup:test';

/**
 * Builds the image from a copy of the project.
 * @param planted files to put there first, by their paths, with their texts
 */
export async function buildImage(planted: Readonly<Record<string, string>> = {}): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'somabrain-image-'));
  try {
    const filter = (path: string) => !LEFT_OUT.has(basename(path));
    await cp(PROJECT, context, { recursive: true, preserveTimestamps: true, filter });
    for (const [path, text] of Object.entries(planted)) await writeFile(join(context, path), text);
    await outputOf('docker', ['build', '-t', IMAGE, context]);
  } finally {
    await rm(context, { recursive: true });
  }
}

/** The image for backups, of the image of the present sources. */
export async function buildBackupImage(): Promise<void> {
  await buildImage();
  const base = ['--build-arg', `SOMABRAIN=${IMAGE}`];
  await outputOf('docker', ['build', '-t', BACKUP_IMAGE, ...base, join(PROJECT, 'deploy/backup')]);
}

/** Runs one command in the image as an operator would, without any hardening. @returns what it printed */
export function inImage(...command: string[]): Promise<string> {
  return outputOf('docker', ['run', '--rm', IMAGE, ...command]);
}
