/** A share of all memories: those that have to do with each other are in the same share, so that each can be looked at by itself. */
export interface Share {
  readonly number: number;
  readonly of: number;
}

/** All of them. */
export const WHOLE: Share = { number: 0, of: 1 };

/** Whether what goes by a name is in the share. */
export function inShare(name: string, { number, of }: Share): boolean {
  return of === 1 || hashOf(name) % of === number;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
