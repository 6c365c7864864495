import { speakerLabel, type SpeakerLabel } from './speaker-label';

describe('the speaker that a text names at its beginning', () => {
  it.each<[string, SpeakerLabel['form'], string]>([
    ['Ana: I sold the boat', 'colon', 'ana'],
    ['Ana Maria Ruiz: I sold the boat', 'colon', 'ana maria ruiz'],
    ["Sean O'Neill: hello", 'colon', "sean o'neill"],
    ['**Ana:** I sold the boat', 'colon', 'ana'],
    ['**Ana**: I sold the boat', 'colon', 'ana'],
    ['user: which boat?', 'colon', 'user'],
    ['Human: which boat?', 'colon', 'user'],
    ['AI: the red one', 'colon', 'assistant'],
    ['[user] which boat?', 'square', 'user'],
    ['[Ana] I sold the boat', 'square', 'ana'],
    ['[assistant]: the red one', 'square', 'assistant'],
    ['<Ana> I sold the boat', 'angle', 'ana'],
    ['12:03 Ana: I sold the boat', 'colon', 'ana'],
    ['[12:03] <Ana> I sold the boat', 'angle', 'ana'],
    ['[2024-03-14 12:03] Ana: I sold the boat', 'colon', 'ana'],
    ['2024-03-14T12:03:00Z Ana: I sold the boat', 'colon', 'ana'],
    ['14/03/2024, 12:03 - Ana: I sold the boat', 'colon', 'ana'],
    ['(3:05 PM) Ana: I sold the boat', 'colon', 'ana'],
    ['Оля: я продала лодку', 'colon', 'оля'],
    ['花子：船を売りました', 'colon', '花子'],
  ])('of %j is in the form %s: %s', (text, form, name) => {
    expect(speakerLabel(text)).toEqual({ form, name });
  });

  it.each([
    'I sold the boat',
    'Note: the boat is sold',
    'TODO: sell the boat',
    'Meeting notes: the boat is sold',
    'https://example.org is down',
    'Lunch at 12:30 with Ana',
    '12:30 lunch with Ana',
    'there is one rule: never sell a boat',
    'The four of us agreed: the boat goes',
    '[shared image: a boat] It is sold',
    '<b> boat',
    'Ana:',
    'Ana:no space follows',
    '',
    '[',
  ])('is missing in %j', (text) => {
    expect(speakerLabel(text)).toBeNull();
  });

  it('is looked for at the beginning only, in little time', () => {
    const start = performance.now();
    for (const text of ['1'.repeat(50_000), '['.repeat(50_000), 'A '.repeat(50_000), '1:'.repeat(50_000)])
      for (let time = 0; time < 200; time++) expect(speakerLabel(text)).toBeNull();
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
