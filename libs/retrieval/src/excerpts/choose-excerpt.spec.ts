import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { shippedFiles } from '../fixtures/shipped-files';
import { loadRankingAssets } from '../ranking/ranking-assets';
import { choosePassages, excerptOf } from './choose-excerpt';
import { QuestionTerms } from './question-terms';
import { sentenceSpans } from './sentences';

const assets = loadRankingAssets(shippedFiles((path) => readFileSync(path)));
const FILLER = 'The committee reviewed the pallet layout and postponed the catering contract. ';
const SECRET = 'The combination of the safe in room 114 is 38-17-52.';
const LONG = `Minutes. ${FILLER.repeat(250)}${SECRET} ${FILLER.repeat(250)}`;

describe('the passages of a long text', () => {
  const passages = (question: string, text = LONG, characters = 1_024) =>
    choosePassages(assets, question, text, characters);

  it('hold the sentence that answers, with what stands around it', () => {
    const [passage, ...others] = passages('What is the combination of the safe?');
    expect(others).toEqual([]);
    const { matched, start, end } = passage!;
    expect(LONG.slice(matched.start, matched.end)).toBe(SECRET);
    expect(LONG.slice(start, end)).toContain(`postponed the catering contract. ${SECRET} The committee`);
    expect(end - start).toBeGreaterThan(900);
    expect(end - start).toBeLessThanOrEqual(1_024);
  });

  it('are several where several sentences answer', () => {
    const text = `${SECRET} ${FILLER.repeat(40)}The other safe has the combination 11-22-33.`;
    const found = passages('What is the combination of the safe?', text, 400);
    expect(found.map(({ matched }) => text.slice(matched.start, matched.end))).toEqual([
      SECRET,
      'The other safe has the combination 11-22-33.',
    ]);
    expect(excerptOf(text, found)).toMatch(/^The combination.* … .*11-22-33\.$/);
  });

  it('are found by other forms of the words, and by near-synonyms', () => {
    const text = `${FILLER.repeat(40)}She drove to the doctor at nine. ${FILLER.repeat(40)}`;
    for (const question of ['Who drives?', 'When was the physician visited?'])
      expect(excerptOf(text, passages(question, text, 300))).toContain('drove to the doctor');
  });

  it('are found by their meaning where no word of the question is in the text', () => {
    const text = `${FILLER.repeat(30)}Ben takes lithium every morning. ${FILLER.repeat(30)}`;
    expect(excerptOf(text, passages('Which pills does my brother swallow?', text, 300))).toContain('lithium');
  });

  it('are the beginning of a sentence that is too long itself', () => {
    expect(excerptOf(LONG, passages('What is the combination of the safe?', LONG, 24))).toBe(
      'The combination of the',
    );
    expect(passages('x', 'abcdef', 3)).toEqual([{ start: 0, end: 3, matched: { start: 0, end: 3 } }]);
    expect(excerptOf('😀😀', passages('x', '😀😀', 3))).toBe('😀');
  });

  it('are none of nothing', () => {
    expect(passages('x', ' \n ')).toEqual([]);
  });

  it('stay within their room, in order, and inside the text, whatever it is', () => {
    const part = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('. ', '\n\n\n\n\n', 'safe ', ' '));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.integer({ min: 2, max: 80 }), (parts, characters) => {
        const text = parts.join('');
        const found = choosePassages(assets, 'Where is the safe?', text, characters);
        expect(excerptOf(text, found).length).toBeLessThanOrEqual(characters);
        expect(found.length > 0).toBe(text.trim() !== '');
        let last = -1;
        for (const { start, end, matched } of found) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          expect(matched.start).toBeGreaterThanOrEqual(start);
          expect(matched.end).toBeLessThanOrEqual(end);
          last = end;
        }
      }),
    );
  });
});

describe('sentences', () => {
  it('end at full stops and line breaks, of any script', () => {
    const text = 'One. Two!  Three？四。五\nsix';
    expect(sentenceSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'One.',
      'Two!',
      'Three？',
      '四。',
      '五',
      'six',
    ]);
  });

  it('are cut between words where they have more than 400 characters', () => {
    const text = 'word '.repeat(200).trim();
    const pieces = sentenceSpans(text).map(({ start, end }) => text.slice(start, end));
    expect(pieces.join(' ')).toBe(text);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(400);
  });
});

describe('the terms of a question', () => {
  it('tell where its words stand', () => {
    const terms = new QuestionTerms(assets, 'Who was driving the car?');
    const text = 'He drove cars, and she sat.';
    expect(terms.spansIn(text).map(([start, end]) => text.slice(start, end))).toEqual(['drove', 'cars']);
  });
});
