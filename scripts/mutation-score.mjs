/**
 * Counts the mutants of one area. One that makes the tests hang counts as detected; one that could not be run, or was left out, does not count.
 * @param results what Stryker says of each mutant: `{ status }`
 * @returns {{ detected: number, survived: number, uncovered: number, score: number }} the score in per cent
 */
export function scoreOf(results) {
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const detected = count('Killed', 'Timeout');
  const survived = count('Survived');
  const uncovered = count('NoCoverage');
  const valid = detected + survived + uncovered;
  return { detected, survived, uncovered, score: valid === 0 ? 100 : (100 * detected) / valid };
}

/** The scores as a table in Markdown, as docs/mutation-testing.md has it. */
export function scoreTable(scores) {
  const rows = scores.map(
    ({ area, detected, survived, uncovered, score }) =>
      `| ${area.title} | ${detected + survived + uncovered} | ${detected} | ${survived} | ${uncovered} | ${score.toFixed(1)} % |`,
  );
  return [
    '| area | mutants | detected | survived | not covered | score |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
