import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fixture, shippedFiles } from '../fixtures/shipped-files';
import { MultilingualEncoder } from './multilingual-encoder';
import { StaticEncoder } from './static-encoder';
import { buildWordTable, WordTable } from './word-table';

/** Rows of the word list and of the English encoder, and the first components, as the model's reference gives them; null: English. */
interface Golden {
  readonly text: string;
  readonly rows: readonly [foreign: number[], english: number[]] | null;
  readonly first8: readonly number[] | null;
}

const golden = JSON.parse(fixture(readFileSync, 'multilingual-golden.json')) as Golden[];
const files = shippedFiles(readFileSync);
const english = new StaticEncoder(files.encoderModel, files.encoderVocabulary);
const encoder = new MultilingualEncoder(english, files.multilingualModel, files.multilingualWords);

const cosine = (a: string, b: string) => {
  const other = encoder.encode(b);
  return encoder.encode(a).reduce((sum, component, i) => sum + component * other[i]!, 0);
};

describe('MultilingualEncoder', () => {
  it.each(golden)(
    'takes the rows of the reference for "$text", and gives its vector',
    ({ text, rows, first8 }) => {
      const own = encoder.rows(text);
      expect(own && [own.foreign, own.english]).toEqual(rows);
      first8?.forEach((component, i) => expect(encoder.encode(text)[i]).toBeCloseTo(component, 4));
    },
  );

  it.each([
    'We moved to Berlin in 2019 and love it.',
    'My résumé is in the café.',
    'Hotel Berlin',
    'Schnitzel',
    'Cool, John. Will do! Take care, see ya!',
    '🎉🎉',
    '',
  ])('leaves "%s" to the English encoder, to the last digit', (text) => {
    expect(encoder.isEnglish(text)).toBe(true);
    expect(encoder.encode(text)).toEqual(english.encode(text));
  });

  it.each([
    ['Wo wurde das Auto repariert?', 'latin'],
    ['Моя дочь учится играть на скрипке', 'cyrillic'],
    ['אני גר בתל אביב', 'hebrew'],
    ['تعلمت السباحة', 'arabic'],
    ['मैंने तैरना सीखा', 'devanagari'],
    ['ฉันดื่มกาแฟไม่ใส่น้ำตาล', 'thai'],
    ['ありがとうございます', 'kana'],
    ['我喝咖啡不加糖', 'han'],
    ['나는 커피를 설탕 없이 마신다', 'hangul'],
    ['My friend Иван came to see us at the lake last summer', 'english'],
  ])('puts "%s" into the group %s', (text, group) => {
    expect(encoder.encodeText(text).group).toBe(group);
  });

  it.each([
    ['The dog is afraid of thunder', 'Der Hund hat Angst vor dem Donner', 'Die Kinder lernen in der Schule'],
    ['The dog is afraid of thunder', 'Собака боится грома', 'Дети учатся в школе'],
    ['I drink coffee without sugar', '我喝咖啡不加糖', '我的自行车被偷了'],
    ['コーヒーは砂糖なしで飲みます', 'Я пью кофе без сахара', 'Дети учатся в школе'],
  ])('places "%s" closer to "%s" than to "%s"', (text, same, other) => {
    expect(cosine(text, same)).toBeGreaterThan(cosine(text, other) + 0.1);
  });

  it('gives a unit vector or the zero vector to any text', () => {
    const scripts = ['de', 'ß', 'я', 'ب', 'מ', 'ม', '木', 'の', '한', 'न', ' ', '1', "'", '\u0301', '\ud83c'];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...scripts)).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const length = Math.hypot(...encoder.encode(any));
        expect(length === 0 || Math.abs(length - 1) < 1e-9).toBe(true);
      }),
    );
  });

  it.each([
    ['one long word', 'я'.repeat(5_000)],
    ['one long run without spaces', '木'.repeat(5_000)],
    ['many long words', `${'яб'.repeat(29)} `.repeat(85)],
    ['marks without letters', '\u0301'.repeat(5_000)],
  ])('looks words up no more often than in proportion to the length of %s', (_, text) => {
    const find = jest.spyOn(WordTable.prototype, 'find');
    encoder.encode(text);
    expect(find.mock.calls.length).toBeLessThan(16 * text.length);
    find.mockRestore();
  });

  it('refuses damaged files with a reason', () => {
    const { multilingualModel: model, multilingualWords: words } = files;
    const withModel = (bytes: Uint8Array) => () => new MultilingualEncoder(english, bytes, words);
    expect(withModel(model.slice(0, 5_000))).toThrow(/the model has 5000/);
    expect(withModel(new TextEncoder().encode('nonsense of some length'))).toThrow(
      /does not begin with "STX1"/,
    );
    expect(() => new MultilingualEncoder(english, model, buildWordTable(['one']))).toThrow(
      'the vocabulary has 1 words',
    );
  });
});
