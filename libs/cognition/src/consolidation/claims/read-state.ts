import type { Said } from './claim';
import { objectOf } from './object';
import { doing, employer, residence, status } from './read-change';
import { kindOf } from './value-kind';

/** What people do as a habit or lastingly; of other verbs one sentence says nothing about the next. */
const HABITS =
  'eat|eats|drink|drinks|smoke|smokes|vape|vapes|play|plays|speak|speaks|drive|drives|own|owns|use|uses|wear|wears|teach|teaches|study|studies|practise|practises|practice|practices|collect|collects|need|needs|live|lives|work|works|run|runs|swim|swims|trust|trusts|take|takes';
const LIKE = 'like|likes|love|loves|enjoy|enjoys|adore|adores';
const DISLIKE = 'hate|hates|dislike|dislikes|detest|detests|cannot stand|cannot bear';
const MARRIED = /^(single|married|divorced|engaged|widowed)$/u;

const said = (predicate: string, holds: boolean, more: Partial<Said> = {}): Said => ({
  predicate,
  holds,
  marksChange: false,
  ...more,
});

const LIKES = new RegExp(`^(?:${LIKE}) (.+)$`, 'u');
const DISLIKES = new RegExp(`^(?:${DISLIKE}) (.+)$`, 'u');
const NOT_LIKES = new RegExp(`^(?:do|does) not (?:${LIKE}) (.+)$`, 'u');
const DOES = new RegExp(`^(${HABITS})(?: (.+))?$`, 'u');
const DOES_NOT = new RegExp(`^(?:do|does) not (${HABITS})(?: (.+))?$`, 'u');
const LIVES = /^(?:live|lives|am living|is living|am based|is based) in (.+)$/u;
const WORKS = /^(?:work|works|am working|is working) at (.+)$/u;
const PREFERS = /^prefer(?:s)? (.+?) (?:to|over) (.+)$/u;
const IS = /^(?:am|is|are) (not )?(.+)$/u;

/** What a sentence says to be so, or not to be so; null where it is none of a few forms. */
export function readState(words: string): Said[] | null {
  return readOpinion(words) ?? readLife(words) ?? readDoing(words) ?? readBeing(words);
}

function readOpinion(words: string): Said[] | null {
  const [likes, dislikes, notLikes, prefers] = [LIKES, DISLIKES, NOT_LIKES, PREFERS].map((form) =>
    form.exec(words),
  );
  const object = objectOf((likes ?? dislikes ?? notLikes)?.[1]);
  if (likes) return object === null ? null : [said(`like ${object}`, true)];
  if (dislikes) return object === null ? null : [said(`like ${object}`, false, { opposite: true })];
  if (notLikes) return object === null ? null : [said(`like ${object}`, false)];
  const [more, less] = [objectOf(prefers?.[1]), objectOf(prefers?.[2])];
  if (more === null || less === null) return null;
  const inOrder = more < less;
  return [said(`prefer ${inOrder ? `${more} ${less}` : `${less} ${more}`}`, inOrder, { opposite: true })];
}

function readLife(words: string): Said[] | null {
  const place = objectOf(LIVES.exec(words)?.[1]);
  if (place !== null) return [said(doing('live', `in ${place}`), true, { slot: residence(place) })];
  const company = objectOf(WORKS.exec(words)?.[1]);
  return company === null ? null : [said(doing('work', `at ${company}`), true, { slot: employer(company) })];
}

function readDoing(words: string): Said[] | null {
  const negated = DOES_NOT.exec(words);
  const found = negated ?? DOES.exec(words);
  if (!found) return null;
  const [, verb = '', rest] = found;
  const back = rest === 'again' || rest?.endsWith(' again') === true;
  const what = rest?.replace(/ ?again$/u, '');
  const object = what ? objectOf(what) : '';
  if (object === null) return null;
  return [said(doing(verb, object), !negated, { marksChange: back })];
}

function readBeing(words: string): Said[] | null {
  const found = IS.exec(words);
  if (!found) return null;
  const [, negation, what = ''] = found;
  const holds = negation === undefined;
  if (MARRIED.test(what) && holds) return [{ ...status(what), marksChange: false }];
  const typed = kindOf(what);
  if (typed && holds) {
    const slot = { name: typed.kind, kind: 'schedule', value: typed.value } as const;
    return [said(`be ${typed.value}`, true, { slot })];
  }
  const object = objectOf(what);
  if (object === null || object.split(' ')[0]?.endsWith('ing')) return null;
  return [said(`be ${object}`, holds)];
}
