import type { ProblemCode } from '@somabrain/kernel';
import type { MemoryFilter } from '../memory';

/** What to export. */
export interface ExportQuery {
  /** Null: every namespace. */
  readonly namespace: string | null;
  /** Absent: every memory. */
  readonly filter?: MemoryFilter;
}

export interface ImportOptions {
  /** Names the import: the same file sent again under this name continues where it stopped. Null: the id of the export. */
  readonly resume: string | null;
}

/** What an import came to, over all the times that its file was sent. */
export interface ImportReceipt {
  /** Memories that were not there. */
  readonly imported: number;
  /** Memories that were there in an older version. */
  readonly updated: number;
  /** Memories that were there in the same version or a newer one. */
  readonly unchanged: number;
  /** Memories that could not be stored; `errors` says why. */
  readonly failed: number;
  /** Earlier versions that came with those imported and updated. */
  readonly versions: number;
  /** Links that came with those. */
  readonly links: number;
  /** Lines of the file, header and trailer included. */
  readonly lines: number;
  /** The first line that was not stored by an earlier sending. */
  readonly resumedFromLine: number;
  /** The name of the import. */
  readonly resume: string;
  /** The first hundred memories that failed. */
  readonly errors: readonly ImportFailure[];
}

/** Why the memory of a line was not stored. */
export interface ImportFailure {
  readonly line: number;
  readonly code: ProblemCode;
  readonly message: string;
}
