import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Connection, importMemories } from '@somabrain/client';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';
import { explainUnreachable } from '../unreachable';

export interface ImportCommand {
  readonly connection: Connection;
  readonly resume: string | undefined;
  /** A file; `-` for the standard input. */
  readonly file: string;
  readonly signal: AbortSignal;
}

/** Sends an exported file, and prints the receipt of the import. */
export async function importFromFile(command: ImportCommand, output: Output): Promise<ExitCode> {
  const { connection, resume, file, signal } = command;
  const total = file === '-' ? 0 : (await stat(file)).size;
  const source: AsyncIterable<Uint8Array> = file === '-' ? process.stdin : createReadStream(file);
  const progress = output.progress('import', 'bytes');
  const counted = async function* () {
    let sent = 0;
    for await (const chunk of source) {
      sent += chunk.length;
      progress.update(sent, Math.max(sent, total));
      yield chunk;
    }
  };
  try {
    const receipt = await importMemories(connection, counted(), { resume, signal }).catch(
      explainUnreachable(connection),
    );
    const { imported, updated, unchanged, failed } = receipt;
    output.line(`Imported ${imported}, updated ${updated}, unchanged ${unchanged}, failed ${failed}.`);
    for (const error of receipt.errors) output.line(`line ${error.line}: ${error.message}`);
    output.document(receipt);
    return receipt.ok ? EXIT.done : EXIT.failed;
  } finally {
    progress.stop();
  }
}
