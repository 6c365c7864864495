import type { MetadataValue } from './index-entry';

/*
 * Tags and metadata are kept as 32-bit hashes. Two different ones may share a hash, so a filter may admit a memory
 * too many, never one too few; whoever reads the winners' rows checks them again.
 */

/** Hash of a tag. */
export function hashTag(tag: string): number {
  return fnv1a(`tag ${tag}`);
}

/** Hash of a metadata pair. The string "1" and the number 1 differ. */
export function hashMetadata(path: string, value: MetadataValue): number {
  return fnv1a(`metadata ${JSON.stringify([path, value])}`);
}

/** FNV-1a over UTF-16 code units: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
