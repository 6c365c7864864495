import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { analyseText } from './analyse-text';
import type { AnalysedText } from './analysed-text';
import { readStored, serialiseAnalysed } from './analysed-text-codec';
import { hasTemporalExpression, isShortQuestion, matchesDate, namedDate } from './text-cues';
import { shippedFiles } from '../fixtures/shipped-files';
import { cutIntoPassages } from './passages';
import { loadRankingAssets } from '../ranking/ranking-assets';
import { countWords } from './words';

const assets = loadRankingAssets(shippedFiles(readFileSync));

/** The text that `serialiseAnalysed` wrote. */
function readAnalysed(bytes: Uint8Array): AnalysedText {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const { passages, ...rest } = readStored(bytes, (all, start, end) =>
    decoder.decode(all.subarray(start, end)),
  );
  return {
    passages: passages.map(({ forms, counts, vector }) => ({
      forms: forms.map((form, i) => ({ form, count: counts[i]! })),
      vector,
    })),
    ...rest,
  };
}

describe('analyseText', () => {
  it('keeps forms as written with their counts, without stop words', () => {
    const { passages } = analyseText(assets, 'She drove and drove to the children’s home.');
    expect(passages[0]?.forms).toEqual([
      { form: 'drove', count: 2 },
      { form: "children's", count: 1 },
      { form: 'home', count: 1 },
    ]);
    expect(passages[0]?.vector).toHaveLength(128);
  });

  it('survives serialising exactly, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.lorem({ maxCount: 40, mode: 'sentences' }),
    );
    fc.assert(
      fc.property(text, (anyText) => {
        const analysed = analyseText(assets, anyText);
        expect(readAnalysed(serialiseAnalysed(analysed))).toEqual(analysed);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses bytes that are cut off, changed in kind or followed by more', () => {
    const bytes = serialiseAnalysed(analyseText(assets, 'A day at the sea.'));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readAnalysed(bytes.subarray(0, length))).toThrow(/Analysed text/);
    }
    expect(() => readAnalysed(Uint8Array.of(...bytes, 0))).toThrow('something follows its end');
    expect(() => readAnalysed(bytes.with(2, 9))).toThrow('it has version 9, expected 3');
    expect(() => readAnalysed(new TextEncoder().encode('{"not":"it"}'))).toThrow(/does not begin/);
  });
});

describe('passages', () => {
  const sentence = (words: number) => `${Array.from({ length: words }, (_, i) => `word${i}`).join(' ')}.`;

  it('leaves a text of up to 120 words whole', () => {
    expect(cutIntoPassages(sentence(120))).toHaveLength(1);
  });

  it('cuts a longer one at sentence ends into at most 80 words', () => {
    const text = [sentence(50), sentence(30), sentence(50)].join(' ');
    expect(cutIntoPassages(text).map(countWords)).toEqual([80, 50]);
  });

  it('cuts a long sentence hard and loses no word', () => {
    expect(cutIntoPassages(sentence(200)).map(countWords)).toEqual([80, 80, 40]);
  });
});

describe('cues', () => {
  it.each(['We left last night.', 'In 2010 I moved', 'See you on the 4th!', 'August was mild'])(
    'sees when it happened in "%s"',
    (text) => expect(hasTemporalExpression(text)).toBe(true),
  );

  it.each(['It may rain', 'For years and years', 'these days', 'the 1900s'])('sees no time in "%s"', (text) =>
    expect(hasTemporalExpression(text)).toBe(false),
  );

  it('takes a question of at most 24 words as short, attachment or not', () => {
    expect(isShortQuestion('Have you been there? [image: a lake]')).toBe(true);
    expect(isShortQuestion('Really? I have not.')).toBe(false);
    expect(isShortQuestion(`${'so '.repeat(23)}what?`)).toBe(true);
    expect(isShortQuestion(`${'so '.repeat(24)}what?`)).toBe(false);
  });

  it('matches the month a question names and the week after, in the same year', () => {
    const date = namedDate('What happened in July 2023?')!;
    const on = (text: string) => matchesDate(Date.parse(text), date);
    expect(date).toEqual({ month: 6, year: 2023 });
    expect(['2023-07-01', '2023-07-31', '2023-08-07'].map(on)).toEqual([true, true, true]);
    expect(['2023-06-30', '2023-08-08', '2022-07-10'].map(on)).toEqual([false, false, false]);
    expect(namedDate('What happened then?')).toBeNull();
  });
});
