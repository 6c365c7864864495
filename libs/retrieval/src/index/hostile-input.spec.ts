import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { hitIds, indexing } from '../fixtures/entries';

const { entry, indexOf } = indexing(readFileSync);

const ODD_TEXTS = [
  ...['', ' ', 'the of and', '?', '👩‍👩‍👧‍👦 🎉', '\u0000\uFFFD\u200B', "'''", '12345 67890', '\u0301\u0301'],
  ...[
    '東京で会いましょう。',
    'Привет, как дела?',
    'مرحبا بالعالم',
    'שלום',
    'नमस्ते दुनिया',
    'ﷺ ﷺ',
    'İstanbul ıİ',
  ],
];

describe('hostile and unusual input', () => {
  it.each(ODD_TEXTS)('as a question (%j) gives finite positive scores or nothing', (text) => {
    const index = indexOf(
      ODD_TEXTS.map((odd, i) => entry(`m${i}`, odd, { sessionId: 's', importance: Infinity })),
    );
    for (const exhaustive of [true, false]) {
      for (const { score } of index.rank({ text, limit: 50, exhaustive, explain: true }).hits) {
        expect(Number.isFinite(score) && score > 0).toBe(true);
      }
    }
  });

  it('of any characters never gives a score that is no number', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(anyText, { maxLength: 8 }),
        anyText,
        fc.double(),
        (texts, question, importance) => {
          const index = indexOf(texts.map((text, i) => entry(`m${i}`, text, { sessionId: 's', importance })));
          const { hits } = index.rank({ text: question, limit: 8 });
          expect(hits.every(({ score }) => Number.isFinite(score) && score > 0)).toBe(true);
        },
      ),
    );
  });

  it('of 50,000 characters is indexed in passages and found by its end', () => {
    const long = `${'lorem ipsum dolor sit amet. '.repeat(1780)}Our rabbit is called Pimpernel.`;
    const unbroken = 'x'.repeat(50_000);
    const index = indexOf([entry('m1', long), entry('m2', unbroken), entry('m3', 'something else')]);
    expect(hitIds(index, 'Pimpernel')[0]).toBe('m1');
    expect(hitIds(index, unbroken)[0]).toBe('m2');
  });

  it('finds words in other scripts', () => {
    const index = indexOf([entry('m1', 'Привет, мир'), entry('m2', '東京 タワー'), entry('m3', 'hello')]);
    expect(hitIds(index, 'мир')[0]).toBe('m1');
    expect(hitIds(index, '東京')[0]).toBe('m2');
  });

  it('answers an empty index with nothing', () => {
    expect(indexOf([]).rank({ text: 'anything', limit: 5 })).toEqual({
      hits: [],
      fits: false,
      totalCandidates: 0,
      workingMemory: [],
    });
    expect(indexOf([entry('m1', 'anything')]).rank({ text: 'anything', limit: 0 }).hits).toEqual([]);
  });
});
