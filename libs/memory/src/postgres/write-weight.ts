import type { WriteOperation } from '../planning/write-operation';

/** A text of so many characters, with its analysed form, takes about as much of processor and disk as an operation of usual size. */
const CHARACTERS_AN_OPERATION = 20_000;

/** How many operations of usual size a write is worth: groups of long texts are smaller, so that nobody waits long for one. */
export function weightOfWrite(operation: WriteOperation): number {
  return 1 + Math.floor(charactersOf(operation) / CHARACTERS_AN_OPERATION);
}

function charactersOf(operation: WriteOperation): number {
  if (operation.kind === 'journal') return operation.memory.content.length;
  if (operation.kind === 'change') return operation.patch.content?.length ?? 0;
  if (!('state' in operation)) return 0;
  const versions = 'versions' in operation ? operation.versions : [];
  return [operation, ...versions].reduce((sum, { state }) => sum + state.fields.content.length, 0);
}
