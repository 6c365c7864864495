/**
 * A document with another text between two of its lines, which stay.
 * @throws Error if the document lacks them
 */
export function replaceBetween(document: string, begin: string, end: string, text: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`The document lacks the lines ${begin.trim()} and ${end.trim()}`);
  return document.slice(0, from + begin.length) + text + document.slice(to);
}
