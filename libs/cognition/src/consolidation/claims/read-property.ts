import type { Said } from './claim';
import { objectOf } from './object';

/** What a person has one of; a work phone is another thing than a phone. What cannot change is not among them. */
const ATTRIBUTES =
  /^(?:(?:work|home|mobile|private|office) )?(?:phone number|mobile number|email|email address|e-mail address|address|job title|username|user name|nickname|shoe size|time zone|timezone|wifi password|password|pin|licence plate|license plate|website|postcode|zip code|desk number|room number)$/u;
const FAVOURITE = /^favou?rite ((?:\p{L}+ ){0,2}?\p{L}+) (?:is|are) (now )?(.+)$/u;
const ATTRIBUTE =
  /^(new )?((?:[\p{L}-]+ ){0,2}?[\p{L}-]+) (?:is|has changed to|changed to|was changed to) (now )?(\S.*)$/u;

/** What a sentence says of something that somebody has: "favourite colour is blue" of whoever it belongs to. */
export function readProperty(words: string): Said[] | null {
  const favourite = FAVOURITE.exec(words);
  if (favourite) {
    const [, what = '', now, value] = favourite;
    const object = objectOf(value);
    if (object === null) return null;
    return [
      {
        predicate: `favourite ${what} ${object}`,
        holds: true,
        marksChange: now !== undefined,
        slot: { name: `favourite ${what}`, kind: 'favourite', value: object },
      },
    ];
  }
  const attribute = ATTRIBUTE.exec(words);
  if (!attribute || !ATTRIBUTES.test(attribute[2] ?? '')) return null;
  const [, isNew, what = '', now, value = ''] = attribute;
  if (/^not\b/u.test(value) || /\b(?:and|or)\b/u.test(value)) return null;
  return [
    {
      predicate: `attribute ${what} ${value}`,
      holds: true,
      marksChange: isNew !== undefined || now !== undefined || words.includes('changed'),
      slot: { name: `attribute ${what}`, kind: 'attribute', value },
    },
  ];
}
