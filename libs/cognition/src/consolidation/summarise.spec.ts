import { summarise, type Turn } from './summarise';

const turnsOf = (...contents: string[]): Turn[] =>
  contents.map((content, index) => ({ id: `t${index}`, speaker: index % 2 === 0 ? 'Ana' : 'Ben', content }));

describe('A summary', () => {
  it('is made of the sentences that say most of an episode, in its order, with who said them', () => {
    const turns = turnsOf(
      'Hello there!',
      'The lighthouse project needs a harbour crane. My cat is ill.',
      'Which crane does the lighthouse project need?',
      'A yard in Gdansk builds the harbour crane.',
      'Oh, wonderful, thanks a lot!',
      'We ate soup with fresh bread on Sunday.',
      'The harbour crane of the lighthouse arrives in May.',
    );
    expect(summarise(turns)).toEqual({
      content:
        'Ben: The lighthouse project needs a harbour crane.\nBen: A yard in Gdansk builds the harbour crane.',
      sources: ['t1', 't3'],
    });
  });

  it('does not say the same twice', () => {
    const twice = 'The harbour crane arrives in May.';
    const turns = turnsOf(twice, twice, 'Our garden grows tomatoes and beans.', 'Yes.', 'No.', 'Yes.', 'No.');
    expect(summarise(turns)?.content.split('\n')).toEqual([
      `Ana: ${twice}`,
      'Ana: Our garden grows tomatoes and beans.',
    ]);
  });

  it('is none where there is nothing but questions and small talk', () => {
    expect(summarise(turnsOf('Hi!', 'How are you doing today?', 'Well, thanks.', '', '...'))).toBeNull();
  });
});
