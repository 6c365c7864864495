import type { Caller } from '@somabrain/http';
import type { Memory, MemoryVersion } from '@somabrain/memory';
import { type OriginalMemory, toOriginalMemory, toOriginalVersion } from '../compatibility/original-memory';
import type { HistoryAnswer, MemoryPageAnswer } from './change-answers';
import type { MemoryAnswer } from './memory-answers';
import { toMemoryAnswer, toVersionAnswer } from './to-answer';

/** A memory in the form that its caller expects. */
export type ShownMemory = MemoryAnswer | OriginalMemory;
export type ShownPage = Omit<MemoryPageAnswer, 'items'> & { items: ShownMemory[] };
export type ShownHistory = Omit<HistoryAnswer, 'items'> & { items: ReturnType<typeof shownVersion>[] };

/** A memory: lean, or as the original has it in compatibility mode. */
export function shownMemory(memory: Memory, { context, compatibility }: Caller): ShownMemory {
  return compatibility === 'original' ? toOriginalMemory(memory, context.tenant) : toMemoryAnswer(memory);
}

/** A version of a memory, in the same form. */
export function shownVersion(version: MemoryVersion, { context, compatibility }: Caller) {
  return compatibility === 'original' ? toOriginalVersion(version, context.tenant) : toVersionAnswer(version);
}
