/** The order of two texts by their code points, which is that of their bytes in UTF-8: as Postgres compares in the collation "C". */
export function compareTexts(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
