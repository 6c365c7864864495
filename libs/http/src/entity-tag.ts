import { Problem } from '@somabrain/kernel';

const TAG = /^(W\/)?"([\x21\x23-\x7e]*)"$/;
const VERSION = /^[1-9]\d{0,9}$/;

interface EntityTag {
  readonly weak: boolean;
  readonly value: string;
}

/** The entity tag of a version: its number in quotes. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The versions that an `If-Match` lets pass; undefined where any may. Weak tags match none (RFC 9110, section 13.1.1).
 * @throws Problem VALIDATION_FAILED for a header that is no list of entity tags
 */
export function parseIfMatch(header: string | undefined): number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const tags = parseTags(header);
  if (!tags) {
    const message = 'must be * or entity tags such as "3", as ETag gives them';
    throw new Problem('VALIDATION_FAILED', `If-Match: ${message}`, {
      errors: [{ field: 'If-Match', message }],
    });
  }
  return tags.filter(({ weak, value }) => !weak && VERSION.test(value)).map(({ value }) => Number(value));
}

/** Whether `If-None-Match` asks for anything but this version; a header that cannot be read asks for everything. */
export function matchesNone(header: string | undefined, version: number): boolean {
  if (header === undefined) return true;
  if (header.trim() === '*') return false;
  return !(parseTags(header) ?? []).some(({ value }) => value === String(version));
}

/** Versions hold no comma, so a tag with one inside is none of ours and may fall apart. */
function parseTags(header: string): EntityTag[] | null {
  const matches = header.split(',').map((tag) => TAG.exec(tag.trim()));
  const tags = matches.flatMap((match) =>
    match ? [{ weak: match[1] !== undefined, value: match[2] ?? '' }] : [],
  );
  return tags.length === matches.length ? tags : null;
}
