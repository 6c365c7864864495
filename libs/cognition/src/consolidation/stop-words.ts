/** Words that say little about what a sentence is about. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about after again all also am an and any are as at back be been before being but by can come could day did do does doing done down each even
  ever every few first for from get go going good got great had has have having he hello her here hers hey hi him his how i if in into is it its
  just know last like little long look lot made make many me more most much my myself never new next no not now of off oh ok okay on one only or
  other our out over own people really right said same say see she should since so some still such take than thank thanks that the their them
  then there these they thing things think this those though through time to today too two under until up us use very want was way we well went
  were what when where which while who why will with would yeah year yes yet you your`
    .split(/\s+/)
    .filter(Boolean),
);
