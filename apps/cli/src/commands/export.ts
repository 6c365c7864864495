import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Connection, ExportCheck, exportMemories } from '@somabrain/client';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';
import { answered } from '../unreachable';

export interface ExportCommand {
  readonly connection: Connection;
  readonly namespace: string | undefined;
  /** A file; `-` for the standard output. */
  readonly file: string;
  readonly signal: AbortSignal;
}

/** Writes an export to a file, which has its name only when it is whole; or to the standard output. */
export async function exportToFile(command: ExportCommand, output: Output): Promise<ExitCode> {
  const { connection, namespace, file, signal } = command;
  const check = new ExportCheck();
  const progress = output.progress('export', 'memories');
  const chunks = answered(connection, exportMemories(connection, { namespace, signal }));
  const checked = async function* () {
    for await (const chunk of chunks) {
      check.add(chunk);
      progress.update(check.lines, Math.max(check.lines, check.expected));
      yield chunk;
    }
  };
  try {
    if (file === '-') {
      await pipeline(checked, process.stdout, { end: false });
      check.finish();
      return EXIT.done;
    }
    const { memories, versions, links, sha256 } = await writeWhole(file, checked, () => check.finish());
    output.line(`Wrote ${memories} memories, ${versions} earlier versions and ${links} links to ${file}.`);
    output.document({ file, memories, versions, links, sha256 });
    return EXIT.done;
  } finally {
    progress.stop();
  }
}

/** @param verified what the chunks were, once all have passed; throws when they are no whole export */
async function writeWhole<T>(
  file: string,
  chunks: () => AsyncGenerator<Uint8Array>,
  verified: () => T,
): Promise<T> {
  const partial = `${file}.partial`;
  try {
    await pipeline(chunks, createWriteStream(partial, { mode: 0o600, flush: true }));
    const result = verified();
    await rename(partial, file);
    return result;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
