import type { Said, Slot } from './claim';
import { objectOf } from './object';
import { kindOf } from './value-kind';
import { verbKey } from './verb-key';

type Reader = readonly [form: RegExp, read: (...words: string[]) => Said[] | null];

const gone = (predicate: string): Said => ({ predicate, holds: false, marksChange: true });
const begun = (predicate: string, slot?: Slot): Said => ({
  predicate,
  holds: true,
  marksChange: true,
  ...(slot && { slot }),
});

/** Sentences that say themselves that something changed. */
const READERS: readonly Reader[] = [
  [/^(?:am|is|are) no longer (.+)$/u, (what) => withObject(what, (object) => [gone(`be ${object}`)])],
  [
    /^(?:am|is|are) not (.+?) (?:anymore|any more|any longer)$/u,
    (what) => withObject(what, (object) => [gone(`be ${object}`)]),
  ],
  [/^no longer (\p{L}+) (.+)$/u, (verb, what) => withObject(what, (object) => [gone(doing(verb, object))])],
  [/^no longer (\p{L}+)$/u, (verb) => [gone(doing(verb))]],
  [
    /^(?:do|does) not (\p{L}+) (.+?) (?:anymore|any more|any longer)$/u,
    (verb, what) => withObject(what, (object) => [gone(doing(verb, object))]),
  ],
  [/^(?:do|does) not (\p{L}+) (?:anymore|any more|any longer)$/u, (verb) => [gone(doing(verb))]],
  [
    /^(?:have |has )?(?:stopped|quit|given up|gave up) (\p{L}+ing) (.+)$/u,
    (verb, what) => withObject(what, (object) => [gone(doing(verb, object))]),
  ],
  [/^(?:have |has )?(?:stopped|quit|given up|gave up) (\p{L}+ing)$/u, (verb) => [gone(doing(verb))]],
  [/^used to be (.+)$/u, (what) => withObject(what, (object) => [gone(`be ${object}`)])],
  [/^used to (\p{L}+) (.+)$/u, (verb, what) => withObject(what, (object) => [gone(doing(verb, object))])],
  [/^(?:have |has )?(?:moved|relocated) from (.+?) to (.+)$/u, (from, to) => moved(from, to)],
  [/^(?:have |has )?(?:moved|relocated) to (.+)$/u, (to) => moved(null, to)],
  [
    /^(?:have |has )?moved (?:out of|away from) (.+)$/u,
    (from) => withObject(from, (object) => [gone(doing('live', `in ${object}`))]),
  ],
  [
    /^(?:have |has )?(?:switched|changed) from (.+?) to (.+)$/u,
    (from, to) => both(from, to, (a, b) => [gone(doing('use', a)), begun(doing('use', b))]),
  ],
  [
    /^(?:have |has )?(?:quit|left|resigned from) my job at (.+)$/u,
    (at) => withObject(at, (object) => [gone(doing('work', `at ${object}`))]),
  ],
  [
    /^(?:have |has )?(?:got|found|started) a new job at (.+)$/u,
    (at) => withObject(at, (object) => [begun(doing('work', `at ${object}`), employer(object))]),
  ],
  [
    /^(?:have |has )?(?:graduated from|dropped out of) (.+)$/u,
    (from) => withObject(from, (object) => [gone(doing('study', `at ${object}`))]),
  ],
  [
    /^(?:have |has )?(?:broke|broken|split) up with (.+)$/u,
    (who) => withObject(who, (object) => [gone(doing('date', object)), gone(`be engaged to ${object}`)]),
  ],
  [/^(?:have |has )?got married$/u, () => [status('married')]],
  [/^(?:have |has )?got divorced$/u, () => [status('divorced')]],
  [
    /^(?:was|has been|is|got|were) (?:moved|rescheduled|postponed|pushed back|brought forward|extended|changed) from (.+?) to (.+)$/u,
    (from, to) => rescheduled(from, to),
  ],
  [
    /^(?:was|has been|is|got|were|has) (?:moved|rescheduled|postponed|pushed back|brought forward|extended|changed) to (.+)$/u,
    (to) => rescheduled(null, to),
  ],
];

/** Of these the present tells how it is now; the others tell what happened. */
const PRESENT = /^(?:am|is|are|do|does) (?:no longer|not)\b|^no longer\b/u;

/** What such a sentence says; null where it is none. */
export function readChange(words: string): Said[] | null {
  for (const [form, read] of READERS) {
    const found = form.exec(words);
    if (!found) continue;
    const happened = !PRESENT.test(words);
    return read(...found.slice(1))?.map((said) => ({ ...said, happened })) ?? null;
  }
  return null;
}

/** What somebody does. */
export function doing(verb: string, object = ''): string {
  return `${verbKey(verb)} ${object}`.trim();
}

export function employer(value: string): Slot {
  return { name: 'employer', kind: 'employer', value };
}

export function residence(value: string): Slot {
  return { name: 'residence', kind: 'residence', value };
}

/** Whether somebody is married, or is not. */
export function status(value: string): Said {
  return {
    predicate: `be ${value}`,
    holds: true,
    marksChange: true,
    slot: { name: 'married', kind: 'status', value },
  };
}

function moved(from: string | null, to: string): Said[] | null {
  const [left, place] = [from === null ? null : objectOf(from), objectOf(to)];
  if (!place || (from !== null && !left)) return null;
  const there = begun(doing('live', `in ${place}`), residence(place));
  return left ? [gone(doing('live', `in ${left}`)), there] : [there];
}

function rescheduled(from: string | null, to: string): Said[] | null {
  const [old, now] = [from === null ? null : kindOf(from), kindOf(to)];
  if (!now || (from !== null && old?.kind !== now.kind)) return null;
  const scheduled = begun(`be ${now.value}`, { name: now.kind, kind: 'schedule', value: now.value });
  return old ? [gone(`be ${old.value}`), scheduled] : [scheduled];
}

function withObject(words: string, say: (object: string) => Said[]): Said[] | null {
  const object = objectOf(words);
  return object === null ? null : say(object);
}

function both(one: string, other: string, say: (one: string, other: string) => Said[]): Said[] | null {
  const [a, b] = [objectOf(one), objectOf(other)];
  return a === null || b === null ? null : say(a, b);
}
