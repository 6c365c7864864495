/** How a text names who says it: `Ana: …`, `[Ana] …` or `<Ana> …`. */
export type LabelForm = (typeof LABEL_FORMS)[number];
/** Stored forms keep the place in this list, counted from 1. */
export const LABEL_FORMS = ['colon', 'square', 'angle'] as const;

/** The speaker that a text seems to name at its beginning. */
export interface SpeakerLabel {
  readonly form: LabelForm;
  readonly name: string;
}

/** Labels stand at the very beginning: a time of up to 30 characters, a name of up to 40, and signs. */
const READ_CHARACTERS = 96;

/** A time of day with or without a date, as chat logs have it: `12:03`, `[2024-03-14 12:03]`, `14/03/2024, 12:03 -`. */
const STAMP =
  /^\s*(?:[[(](?:\d[\d\-./:, T]{3,24}Z?(?: ?[ap]m)?)[\])]|\d[\d\-./:, T]{3,24}Z?(?: ?[ap]m)?(?=[\s-]))\s*(?:[-–—|]\s*)?/i;
const NAME = String.raw`[\p{L}][\p{L}\p{M}\p{N}.'’_-]{0,24}(?: [\p{L}\p{N}][\p{L}\p{M}\p{N}.'’_-]{0,24}){0,2}`;
const FORMS: readonly (readonly [LabelForm, RegExp])[] = [
  ['square', new RegExp(String.raw`^\[(${NAME})\]:?\s+(?=\S)`, 'u')],
  ['angle', new RegExp(String.raw`^<(${NAME})>:?\s+(?=\S)`, 'u')],
  ['colon', new RegExp(String.raw`^\*{0,2}(${NAME})(?:(?::\*{2}|\*{2}:|:)\s+|：\s*)(?=\S)`, 'u')],
];

/** Names of parts in a conversation, in lower case, and the part they mean. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ...['user', 'assistant', 'system', 'tool'].map((role) => [role, role] as const),
  ['human', 'user'],
  ['ai', 'assistant'],
  ['bot', 'assistant'],
]);

/** Labels that more often name a kind of text than a speaker. */
const KINDS_OF_TEXT: ReadonlySet<string> = new Set(
  (
    'note notes todo todos reminder warning error info debug tip hint fact facts summary question answer re fw fwd ps nb fyi subject ' +
    'from to cc bcc date time when where who what why how title update example idea task goal decision preference recipe meeting agenda ' +
    'link url http https file image photo video audio attachment name address phone email location place key value result status version ' +
    'issue bug fix feat chore docs test important attention caution deadline price total ingredients instructions step steps background ' +
    'context conclusion problem solution source topic category type description details plan rule memory observation event ' +
    'notiz hinweis achtung aufgabe frage antwort betreff nota remarque attention tâche objet aviso tarea pregunta respuesta asunto'
  ).split(' '),
);

/**
 * The speaker that a text may name. One text does not show that it is a name: only several of one form do, see `TextSpeakers`. Roles are given
 * by their usual names, so that "Human:" is the user.
 */
export function speakerLabel(text: string): SpeakerLabel | null {
  const beginning = text.slice(0, READ_CHARACTERS).replace(STAMP, '').trimStart();
  for (const [form, pattern] of FORMS) {
    const name = pattern.exec(beginning)?.[1]?.normalize('NFKC').toLowerCase();
    if (name === undefined) continue;
    const role = ROLES.get(name);
    if (role !== undefined) return { form, name: role };
    return isName(beginning, name) ? { form, name } : null;
  }
  return null;
}

/** A name begins with a capital, where its script has any, and is no kind of text. */
function isName(beginning: string, name: string): boolean {
  const first = /\p{L}/u.exec(beginning)?.[0] ?? '';
  const isSmall = first !== first.toUpperCase();
  return !isSmall && name.length > 1 && !name.split(' ').some((word) => KINDS_OF_TEXT.has(word));
}
