import { polishStem } from './polish';

describe('the stem of a Polish word', () => {
  it.each([
    ['książka', 'książki', 'książkę', 'książkami', 'ksiazkach'],
    ['zegar', 'zegara', 'zegarowi', 'zegarem', 'zegary', 'zegarów', 'zegarom'],
    ['ulica', 'ulicy', 'ulicę', 'ulicą', 'ulicami', 'ulicach'],
    ['zielony', 'zielona', 'zielonego', 'zielonemu', 'zielonych', 'zielonymi', 'zielonej'],
    ['pracować', 'pracuje', 'pracują'],
    ['śpiewać', 'śpiewa', 'śpiewają'],
    ['śpiewała', 'śpiewali', 'śpiewały', 'śpiewało'],
  ])('is one for the forms of %s', (...forms) => {
    expect([...new Set(forms.map(polishStem))]).toHaveLength(1);
  });

  it.each([
    ['kot', 'kora'],
    ['mama', 'mapa'],
    ['szpital', 'szpik'],
    ['dom', 'dym'],
    ['ulica', 'ule'],
  ])('is another for %s and %s', (one, other) => {
    expect(polishStem(one)).not.toBe(polishStem(other));
  });
});
