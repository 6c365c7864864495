/** Places none of which lies in another of the same list: who lives in one does not live in another. */
const CITIES = `
amsterdam athens atlanta auckland austin bangkok barcelona beijing berlin bern birmingham bogota bologna bordeaux boston bratislava brisbane
bristol brussels bucharest budapest buenos_aires cairo calgary cape_town casablanca chennai chicago cologne copenhagen dallas delhi denver detroit
dhaka dubai dublin dusseldorf edinburgh florence frankfurt geneva genoa glasgow gothenburg hamburg hanoi havana helsinki houston
istanbul jakarta jerusalem johannesburg karachi kolkata krakow kuala_lumpur kyoto lagos lahore leeds lima lisbon
liverpool ljubljana london los_angeles lyon madrid malaga manchester manila marseille melbourne memphis mexico_city miami milan
minneapolis montreal moscow mumbai munich nairobi naples nashville new_delhi new_york nice osaka oslo ottawa palermo paris
perth philadelphia phoenix pittsburgh portland porto prague riga rio_de_janeiro rome rotterdam salzburg san_diego san_francisco
santiago sao_paulo seattle seoul seville shanghai sheffield singapore sofia stockholm strasbourg stuttgart sydney taipei tallinn tampa tel_aviv
tokyo toronto toulouse tucson turin valencia vancouver venice vienna vilnius warsaw washington_dc wellington zagreb zurich`;
const COUNTRIES = `
argentina australia austria bangladesh belgium bolivia brazil bulgaria canada chile china colombia croatia cuba cyprus denmark ecuador
egypt estonia ethiopia finland france germany ghana greece hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan
kenya kuwait latvia lebanon lithuania malaysia malta mexico morocco nepal netherlands nigeria norway pakistan panama peru philippines
poland portugal qatar romania russia senegal serbia slovakia slovenia spain sweden switzerland taiwan tanzania thailand tunisia turkey
uganda ukraine uruguay venezuela vietnam zambia zimbabwe`;

const cities = listOf(CITIES);
const countries = listOf(COUNTRIES);

/** Whether nobody who lives in the one lives in the other. False also where that is not known. */
export function lieApart(one: string, other: string): boolean {
  const [a, b] = [townOf(one), townOf(other)];
  if (a === b) return false;
  return (cities.has(a) && cities.has(b)) || (countries.has(a) && countries.has(b));
}

/** "paris, france" is Paris. */
function townOf(place: string): string {
  const town = (place.split(',')[0] ?? '').trim().normalize('NFD').replace(/\p{M}/gu, '');
  return TWO_NAMES.get(town) ?? town;
}

// One place under two names.
const TWO_NAMES: ReadonlyMap<string, string> = new Map([
  ['new delhi', 'delhi'],
  ['new york city', 'new york'],
]);

function listOf(names: string): ReadonlySet<string> {
  return new Set(
    names
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => name.replaceAll('_', ' ')),
  );
}
