import type { Claim, Said } from './claim';
import { readChange } from './read-change';
import { readProperty } from './read-property';
import { readState } from './read-state';
import { sentencesOf } from './sentences';
import type { Statement } from '../statement';
import { narratorOf, parse } from './subject';

/** What a memory says, as far as that can be read with certainty. */
export interface ReadMemory {
  readonly claims: readonly Claim[];
  /** Whether the memory says this and nothing else: only then it can be closed for what it says. */
  readonly whole: boolean;
}

/** Words at the end that say that something holds from now on, or not any more. */
const ENDS_NOW = /,? (?:now|nowadays|these days|currently|from now on|instead)$/u;

/** Reads the claims of a memory. What is not one of a few plain forms is not read. */
export function readClaims(statement: Statement): ReadMemory {
  const sentences = sentencesOf(statement.content);
  const narrator = narratorOf(statement);
  const claims: Claim[] = [];
  let read = 0;
  for (const sentence of sentences) {
    const parsed = sentence && parse(sentence.text, statement, narrator);
    if (!sentence || !parsed) continue;
    const said = readSaid(parsed.rest, sentence.announced);
    if (said.length > 0) read += 1;
    claims.push(...said.map((claim) => ({ ...claim, subject: parsed.subject })));
  }
  return { claims, whole: sentences.length === 1 && read === 1 };
}

function readSaid(words: string, announced: boolean): Said[] {
  const rest = words
    .replace(ENDS_NOW, '')
    .replace(/^(?:now|currently) /u, '')
    .replace(/^(am|is|are) (?:now|currently) /u, '$1 ');
  const marks = announced || rest !== words;
  // Who works for a company works at it.
  const plain = rest.replace(/\b(work|works|working) for /u, '$1 at ');
  const said = plain.startsWith("'s ")
    ? readProperty(plain.slice(3))
    : (readChange(plain) ?? readState(plain));
  return (said ?? []).map((claim) => ({ ...claim, marksChange: claim.marksChange || marks }));
}
