import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = join(__dirname, '..', '..', '..', 'node_modules');
const LARGEST_FILE = 200_000;

/** Sentences of the documents that packages bring along: real texts, about something else. */
export function fillerTexts(count: number): string[] {
  const texts: string[] = [];
  const files = readdirSync(PACKAGES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.toLowerCase().endsWith('.md'))
    .sort();
  for (const file of files) {
    const content = readFileSync(join(PACKAGES, file), 'utf8').slice(0, LARGEST_FILE);
    for (const sentence of content.split(/\n+|(?<=[.!?])\s+/)) {
      if (sentence.length <= 30 || sentence.length >= 300 || !/[a-z]{3}/.test(sentence)) continue;
      if (texts.push(sentence) === count) return texts;
    }
  }
  return texts;
}
