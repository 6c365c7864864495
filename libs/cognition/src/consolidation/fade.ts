/** What a link that nothing renews keeps of its weight a day, and below what it goes. */
const FADING = { keptADay: 0.98, least: 0.05 };
const DAY_MS = 86_400_000;

/** What a link weighs after whole days without renewal, and until when that is reckoned; a weight of null: it is gone. */
export function faded(
  weight: number,
  since: number,
  now: number,
): { readonly weight: number | null; readonly until: number } {
  const days = Math.max(0, Math.floor((now - since) / DAY_MS));
  const left = weight * FADING.keptADay ** days;
  return { weight: left < FADING.least ? null : left, until: since + days * DAY_MS };
}
