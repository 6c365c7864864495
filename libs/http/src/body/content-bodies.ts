import type { JsonBodySettings } from './json-body.decorator';

const MIB = 1024 * 1024;
/** A character beyond U+FFFF that is written as two escapes of JSON, such as `\\ud83d\\udc18`. */
const BYTES_A_CHARACTER = 12;

/** Bytes that a body may have that carries one text, with 1 MiB for its other fields. @param characters of the text */
function contentBodyBytes(characters: number): number {
  return BYTES_A_CHARACTER * characters + MIB;
}

/** The settings of a route where texts of memories may be so long. @param characters undefined: no route carries such texts */
export function withContent(settings: JsonBodySettings, characters: number | undefined): JsonBodySettings {
  if (!settings.carriesContent || characters === undefined) return settings;
  const bytes = contentBodyBytes(characters);
  return {
    ...settings,
    limitBytes: Math.max(settings.limitBytes, bytes),
    bounds: { ...settings.bounds, elementBytes: bytes },
  };
}
