import { PhraseStarts, wordStartsOf } from './word-starts';

describe('the starts of phrases', () => {
  const starts = new PhraseStarts(['la semaine dernière', "aujourd'hui", '3 jours']);

  it.each([
    ['la semaine dernière', true],
    ['LA SEMAINE', true],
    ["c'était aujourd'hui", true],
    ['lasemaine dernière', true],
    ['il y a 3 jours', true],
    ['elan vital', false],
    ['', false],
  ])('tell whether one may be in "%s"', (text, may) => {
    expect(starts.mayOccur(wordStartsOf(text))).toBe(may);
  });
});
