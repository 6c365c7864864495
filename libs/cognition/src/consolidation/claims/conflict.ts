import type { Claim, Slot } from './claim';
import { overlap } from './object';
import { lieApart } from './places';
import type { SupersessionReason } from '../statement';

/** What follows what in the life of one person. Who is divorced may call themself single. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  single: ['engaged', 'married'],
  engaged: ['married'],
  married: ['divorced', 'widowed'],
  divorced: ['married'],
  widowed: ['married'],
};

/** A slot of these kinds has one value, and a newer sentence that gives another is enough where it is certain whose slot it is. */
const PLAIN_SUFFICES: ReadonlySet<Slot['kind']> = new Set(['residence', 'favourite', 'attribute', 'status']);
const REASONS: Readonly<Record<Slot['kind'], SupersessionReason>> = {
  residence: 'residence_changed',
  employer: 'employer_changed',
  favourite: 'favourite_changed',
  attribute: 'attribute_changed',
  schedule: 'rescheduled',
  status: 'status_changed',
};

/** Why an earlier claim about a subject does not hold any more when a later one about the same subject does; null where both may. */
export function conflictOf(earlier: Claim, later: Claim): SupersessionReason | null {
  const { subject, marksChange } = later;
  if (earlier.predicate === later.predicate && earlier.holds !== later.holds) {
    const isOpposite = earlier.opposite === true || later.opposite === true;
    return subject.certain || marksChange ? (isOpposite ? 'opposite' : 'negated') : null;
  }
  const [before, after] = [earlier.slot, later.slot];
  if (!before || before.name !== after?.name) return null;
  if (!earlier.holds || !later.holds || !excludeEachOther(before, after)) return null;
  const suffices = marksChange || (subject.certain && PLAIN_SUFFICES.has(after.kind));
  return suffices ? REASONS[after.kind] : null;
}

function excludeEachOther(earlier: Slot, later: Slot): boolean {
  if (earlier.kind === 'residence') return lieApart(earlier.value, later.value);
  if (earlier.kind === 'status') return FOLLOWS[earlier.value]?.includes(later.value) ?? false;
  if (earlier.kind === 'schedule') return earlier.value !== later.value;
  return !overlap(earlier.value, later.value);
}
