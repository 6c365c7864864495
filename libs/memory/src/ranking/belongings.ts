import type { MetadataPair } from '../filter/metadata-pairs';

/** What is read of a memory to find it by what belongs to it beside its text. */
export interface BelongingFields {
  readonly key: string | null;
  readonly tags: readonly string[];
}

/** Texts of a memory whose words find it beside those of its content: key, searched metadata, tags. */
export function belongingsOf(
  { key, tags }: BelongingFields,
  metadata: readonly MetadataPair[],
  searchable: ReadonlySet<string>,
): string[] {
  const searched = metadata.flatMap(([path, value]) =>
    searchable.has(path) && (typeof value === 'string' || typeof value === 'number') ? [String(value)] : [],
  );
  return [...(key === null ? [] : [key]), ...searched, ...tags];
}
