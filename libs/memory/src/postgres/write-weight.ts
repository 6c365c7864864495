import type { WriteOperation } from '../planning/write-operation';

/** Characters of a text whose storage, with its analysed form, costs about as much as an operation of usual size. */
const CHARACTERS_AN_OPERATION = 20_000;

/** The weight of a write in operations of usual size. Groups of long texts are smaller, so that no write waits long for its group. */
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
