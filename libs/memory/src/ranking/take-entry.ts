import type { Logger, Viewer } from '@somabrain/kernel';
import type { IndexEntry, NamespaceIndex } from '@somabrain/retrieval';

/** Takes an entry up. One whose stored form is damaged is left out and logged: the rest of its namespace must not be lost for it. @returns whether it was taken */
export function takeEntry(
  index: NamespaceIndex,
  entry: IndexEntry,
  { tenant }: Pick<Viewer, 'tenant'>,
  logger: Logger,
): boolean {
  try {
    index.upsert(entry);
    return true;
  } catch (err) {
    index.remove(entry.id);
    logger.error(
      { err, tenant, memory: entry.id },
      'a memory is left out of its index: its stored form is damaged; change the memory, or remove its row of memory_vectors',
    );
    return false;
  }
}
