import { familyOfKey, KEY_SUFFIXES } from './key-family';
import { fnv1a } from './pair-hash';

/** What the index keeps of a key: a hash of its family, and in the lowest bits how it ends. Two families of a namespace may share a hash. */
const SUFFIX_BITS = 2;
const SUFFIX_MASK = (1 << SUFFIX_BITS) - 1;

/** Whose key it is: keys are unique for a user and an agent. */
export interface KeyOwner {
  readonly userId: string | null;
  readonly agentId: string | null;
}

/** The code of a key's family; 0 without a key. */
export function keyFamilyCode(key: string | null, { userId, agentId }: KeyOwner): number {
  if (key === null) return 0;
  const { name, suffix } = familyOfKey(key);
  const family = fnv1a(`key ${JSON.stringify([userId, agentId, name])}`) & ~SUFFIX_MASK;
  return (family | KEY_SUFFIXES.indexOf(suffix)) >>> 0;
}

/** The same for keys of one family. */
export function familyNumber(code: number): number {
  return code >>> SUFFIX_BITS;
}

/** Whether the key has no suffix. */
export function isBare(code: number): boolean {
  return (code & SUFFIX_MASK) === KEY_SUFFIXES.indexOf('none');
}

/** Whether the key names a version. */
export function isVersion(code: number): boolean {
  return (code & SUFFIX_MASK) === KEY_SUFFIXES.indexOf('version');
}
