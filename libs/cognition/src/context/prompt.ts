import type { Memory } from '@somabrain/memory';
import { tokensOf } from '@somabrain/retrieval';

const LONGEST_SHARE = 4;
const HEAD = 'Context:\n';
const QUESTION = '\nQuery:\n';

/** The line of a memory in a prompt: its id, when it happened and who said it where that is known, and the text. Ends with a line break. */
export function blockOf({ id, content, occurredAt, speaker }: Memory): string {
  const time = occurredAt === null ? '' : ` ${new Date(occurredAt).toISOString()}`;
  const said = speaker === null ? '' : ` ${oneLine(speaker)}:`;
  // Indented, so that no text can pass for the beginning of another memory.
  return `[${id}]${time}${said} ${content.replaceAll(/\r\n?|\n/g, '\n  ')}\n`;
}

/** A prompt of memories, in their order, and the question; without memories the question alone. */
export function promptOf(blocks: readonly string[], query: string): string {
  return blocks.length === 0 ? query : `${HEAD}${blocks.join('')}${QUESTION}${query}`;
}

/** Tokens that are left for memories beside the question. Below 0: not even the question has room. */
export function roomBeside(query: string, tokens: number): number {
  const room = tokens - tokensOf(query);
  return room < 0 ? room : Math.max(0, room - tokensOf(HEAD + QUESTION));
}

/** Tokens that one text takes at most: a quarter of the room beside the question. A longer one is cut to its best passages, so any memory fits. */
export function tokensOfOne(query: string, tokens: number): number {
  return Math.max(1, Math.floor(roomBeside(query, tokens) / LONGEST_SHARE));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
