import { adaptConstants, type RankingConstants, readProfile } from '@somabrain/retrieval';

/** Profiles that are kept adapted. Tenants of like experience share one. */
const MOST_PROFILES = 1_000;

/** The constants of the ranking, for everybody and as each tenant's experience makes them. */
export class TenantConstants {
  private readonly adapted = new Map<string, RankingConstants>();

  constructor(readonly base: RankingConstants) {}

  /** @param ranking the tenant's profile as JSON; null: the same as for everybody */
  of(ranking: string | null): RankingConstants {
    if (ranking === null) return this.base;
    const known = this.adapted.get(ranking);
    if (known) return known;
    const constants = adaptConstants(this.base, readProfile(JSON.parse(ranking)));
    if (this.adapted.size === MOST_PROFILES) this.adapted.clear();
    this.adapted.set(ranking, constants);
    return constants;
  }
}
