import type { Subject } from './claim';
import type { Statement } from '../statement';

/** A sentence taken apart: whom it is about, and what it says of them, in lower case. */
export interface Parsed {
  readonly subject: Subject;
  readonly rest: string;
}

/** Who says "I"; null where that cannot be told. */
export type Narrator = Subject | null;

const ROLES = new Set(['user', 'human']);
const NAME = String.raw`\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,2}`;
const BY_NAME = new RegExp(String.raw`^(${NAME}) (.+)$`, 'u');
const OF_NAME = new RegExp(String.raw`^(${NAME})'s (.+)$`, 'u');
const NOT_NAMES =
  /^(?:I|My|The|A|An|Our|We|He|She|It|They|You|Your|His|Her|Their|This|That|There|These|Those|Some|No|Not|In|On|At|From)\b/u;
/** Whom people have one of; of others there may be two. */
const RELATIVE =
  /^my ((?:\w+ )?(?:sister|brother|mother|mom|mum|father|dad|wife|husband|partner|girlfriend|boyfriend|son|daughter|boss|manager|friend|colleague|neighbour|neighbor|roommate|cousin|aunt|uncle|grandmother|grandfather|dog|cat)(?: \p{Lu}\p{L}+)?) (.+)$/iu;
const THING = /^the ((?:[\p{L}\d-]+ ){0,3}?[\p{L}\d-]+) (?=(?:is|are|was|has|have|now|no)\b)(.+)$/iu;

/** Who says "I" in a memory. */
export function narratorOf({ userId, speaker, namespace, agentId }: Statement): Narrator {
  const scope = JSON.stringify([namespace, userId, agentId]);
  if (speaker === null || ROLES.has(speaker.toLowerCase())) {
    return userId === null ? null : { key: `${scope} user`, certain: true, firstName: null };
  }
  return personOf(scope, speaker);
}

/** Takes a sentence apart. @param narrator whoever says it */
export function parse(text: string, statement: Statement, narrator: Narrator): Parsed | null {
  const { namespace, userId, agentId } = statement;
  const scope = JSON.stringify([namespace, userId, agentId]);
  const own = /^I (.+)$/u.exec(text);
  if (own) return narrator && { subject: narrator, rest: lower(own[1]) };
  const relative = RELATIVE.exec(text);
  if (relative)
    return narrator && { subject: namely(narrator, lower(relative[1])), rest: lower(relative[2]) };
  const mine = /^my (.+)$/iu.exec(text);
  if (mine) return narrator && { subject: narrator, rest: `'s ${lower(mine[1])}` };
  const thing = THING.exec(text);
  if (thing) {
    const key = `${scope} the ${lower(thing[1])}`;
    return { subject: { key, certain: false, firstName: null }, rest: lower(thing[2]) };
  }
  if (NOT_NAMES.test(text)) return null;
  const possessive = OF_NAME.exec(text);
  if (possessive)
    return { subject: personOf(scope, possessive[1] ?? ''), rest: `'s ${lower(possessive[2])}` };
  const named = BY_NAME.exec(text);
  return named && { subject: personOf(scope, named[1] ?? ''), rest: lower(named[2]) };
}

function personOf(scope: string, name: string): Subject {
  const plain = name.trim().toLowerCase();
  const [firstName = ''] = plain.split(' ');
  return { key: `${scope} ${plain}`, certain: false, firstName: `${scope} ${firstName}` };
}

function namely({ key }: Subject, relative: string): Subject {
  return { key: `${key} my ${relative}`, certain: false, firstName: null };
}

function lower(text: string | undefined): string {
  return (text ?? '').toLowerCase();
}
