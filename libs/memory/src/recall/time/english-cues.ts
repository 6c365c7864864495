const UNITS =
  'sec second seconds min mins minute minutes hr hrs hour hours day days week weeks mo mos month months qtr quarter quarters yr year years';
const DAYS =
  'today tonight tomorrow overmorrow tmr tmrw yesterday morning noon midday afternoon evening night midnight weekend weekends';
const WEEKDAYS =
  'sunday sun monday mon tuesday tue tues wednesday wed thursday thurs thur thu friday fri saturday sat';
const MONTHS =
  'january jan february feb march mar april apr may june jun july jul august aug september sep sept october oct november nov december dec';
const SEASONS = 'spring summer autumn fall winter';
/** Words that ask for what comes last or first. */
const ORDERS =
  'latest newest recent recently current currently now nowadays still moment last first originally earliest initially begin beginning';

const CUES = new Set([UNITS, DAYS, WEEKDAYS, MONTHS, SEASONS, ORDERS].join(' ').split(' '));
const WORD = /\p{L}+/gu;
const NUMBER = /\p{N}/u;
/** "Lastweek", "this-weekend". */
const JOINED = /\b(?:last|this|next|past|week)-?\p{L}/iu;

/**
 * Whether an English question may say something of time: it has a number, or one of the words without which no time is named. Most questions
 * have none; to know it takes a twentieth of the time of looking for each kind of expression.
 */
export function maySayTime(question: string): boolean {
  if (NUMBER.test(question) || JOINED.test(question)) return true;
  return (question.toLowerCase().match(WORD) ?? []).some((word) => CUES.has(word));
}
