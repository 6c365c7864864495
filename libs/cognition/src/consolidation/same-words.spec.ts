import { sameWords } from './same-words';

describe('The same words', () => {
  it.each([
    ["I don't eat meat", 'I do not eat meat.'],
    ['The cat sleeps.', 'cat sleeps'],
    ['Oh, we have really moved!', 'We have moved'],
    ['I’m here', "I'm here."],
    ['It costs  $5', 'It costs $5.'],
  ])('%s = %s', (one, other) => {
    expect(sameWords(one)).toBe(sameWords(other));
  });

  it.each([
    ['It costs 1.5', 'It costs 15'],
    ['I use C', 'I use C++'],
    ['I eat meat', 'I do not eat meat'],
    ['Ana likes Bob', 'Bob likes Ana'],
    ['You like tea?', 'You like tea.'],
    ['I like turkey', 'I like Turkey'],
    ['It is -5 degrees', 'It is +5 degrees'],
  ])('%s ≠ %s', (one, other) => {
    expect(sameWords(one)).not.toBe(sameWords(other));
  });
});
