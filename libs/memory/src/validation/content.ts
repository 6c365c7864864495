import { z } from 'zod';
import { hasLength, text } from './fields';

/** Characters that a text may have wherever it comes from: an import and the journal keep what was stored once. */
export const MAX_CONTENT_CHARACTERS = 1_000_000;

let mostCharacters = MAX_CONTENT_CHARACTERS;

/**
 * Sets how long the text of a new memory may be. A process does so once, when it starts.
 * @param characters of SOMABRAIN_MAX_CONTENT_CHARACTERS: 1 to 1,000,000
 */
export function limitContent(characters: number): void {
  mostCharacters = characters;
}

/** What a memory says, as a store may hold it. */
export const storedContent = text(1, MAX_CONTENT_CHARACTERS);

/** What a new memory says. */
export const memoryContent = z
  .string()
  .refine((value) => hasLength(value, 1, mostCharacters), {
    error: () =>
      `must have 1 to ${mostCharacters} characters; SOMABRAIN_MAX_CONTENT_CHARACTERS sets how many`,
  })
  .refine((value) => value === '' || value.trim() !== '', { error: 'must hold more than white space' })
  .meta({ minLength: 1, maxLength: MAX_CONTENT_CHARACTERS });
