import { PhraseStarts } from './word-starts';

describe('the starts of phrases', () => {
  const starts = new PhraseStarts<string>()
    .add('fr', ['la semaine dernière', "aujourd'hui", '3 jours'])
    .add('es', ['la semana pasada']);

  it.each([
    ['la semaine dernière', ['fr', 'es']],
    ['LA SEMAINE', ['fr', 'es']],
    ["c'était aujourd'hui", ['fr']],
    ['lasemaine dernière', ['fr', 'es']],
    ['elan vital', []],
    ['', []],
  ])('tell of which kinds some may be in "%s"', (text, kinds) => {
    expect([...starts.kindsIn(text)!]).toEqual(kinds);
  });

  it('tell nothing of a text with a number', () => {
    expect(starts.kindsIn('il y a 3 jours')).toBeNull();
  });
});
