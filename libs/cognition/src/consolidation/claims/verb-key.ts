const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['has', 'have'],
  ['having', 'have'],
  ['does', 'do'],
  ['doing', 'do'],
  ['goes', 'go'],
  ['going', 'go'],
]);
const DOUBLED = /(?:bb|dd|gg|mm|nn|pp|rr|tt)$/;

/** What the present forms of a regular verb have in common: live, lives and living are the same. */
export function verbKey(form: string): string {
  const irregular = IRREGULAR.get(form);
  if (irregular) return irregular;
  if (form.endsWith('ing') && form.length > 5) {
    const stem = form.slice(0, -3);
    return bare(DOUBLED.test(stem) ? stem.slice(0, -1) : stem);
  }
  if (form.endsWith('ies') && form.length > 4) return `${form.slice(0, -3)}i`;
  if (/(?:ch|sh|ss|x|z)es$/.test(form)) return form.slice(0, -2);
  if (/[^s]s$/.test(form) && form.length > 3) return bare(form.slice(0, -1));
  return bare(form);
}

function bare(stem: string): string {
  if (/[^aeiou]y$/.test(stem)) return `${stem.slice(0, -1)}i`;
  return stem.endsWith('e') && stem.length > 3 ? stem.slice(0, -1) : stem;
}
