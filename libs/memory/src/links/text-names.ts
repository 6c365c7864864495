import { LOOK_UP } from '../postgres/memory-rows';

/** Whether the text of a row can be its name: it is no longer than a key may be, and the index of texts has it. */
const short = (row: string) => `char_length(${row}.content) <= 512`;

/**
 * The condition on a row `m` of `memories` to have a text, character by character. The index of texts serves it.
 * @param text SQL, like the others
 */
export function hasText(tenant: string, namespace: string, text: string): string {
  return `m.tenant_id = ${tenant} ${LOOK_UP} and m.namespace = ${namespace} and m.content = ${text} collate "C" and ${short('m')}`;
}

/** The text of a row of `memories` or `memory_versions` as links may name it; null where it is too long for that. */
export function textName(row: string): string {
  return `case when ${short(row)} then ${row}.content end`;
}
