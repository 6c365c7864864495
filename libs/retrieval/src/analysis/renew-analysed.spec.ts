import { readFileSync } from 'node:fs';
import { shippedFiles } from '../fixtures/shipped-files';
import { loadRankingAssets } from '../ranking/ranking-assets';
import { analyseText } from './analyse-text';
import { serialiseAnalysed } from './analysed-text-codec';
import { renewAnalysed } from './renew-analysed';

const assets = loadRankingAssets(shippedFiles(readFileSync));
const [space, multilingual, analyser] = assets.version.split('+') as [string, string, string];
/** As the release before named its versions. */
const BEFORE = `${space}+${analyser}`;

const ENGLISH = 'The dentist said that I have to come back in six weeks.';
const GERMAN = 'Der Zahnarzt sagte, ich muss in sechs Wochen wiederkommen.';
const LONG = `${ENGLISH} `.repeat(20);
/** No encoder gives it: what has it was kept. */
const MARK = new Int8Array(128).fill(7);

const stored = (version: string, text: string) => {
  const analysed = analyseText(assets, text);
  const passages = analysed.passages.map((passage) => ({ ...passage, vector: MARK }));
  return { version, analysed: serialiseAnalysed({ ...analysed, passages }) };
};

/** A stored form as the release before wrote it: of version 1, without a language, its group and a label. */
const asBefore = (form: Uint8Array) =>
  Uint8Array.of(...form.subarray(0, 2), 1, form[3]! & 3, ...form.subarray(6 + form[4]!));

describe('renewAnalysed', () => {
  let encodings: jest.SpyInstance;
  beforeEach(() => {
    encodings = jest.spyOn(assets.encoder, 'encodeText');
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['an English text after a new encoder', BEFORE, ENGLISH, 0],
    ['a foreign text after a new encoder', BEFORE, GERMAN, 1],
    ['a long English text after a new encoder', BEFORE, LONG, 0],
    ['a foreign text after a new analyser', `${space}+${multilingual}+analyser-0`, GERMAN, 0],
    ['an English text after both', `${space}+analyser-0`, ENGLISH, 0],
    ['a text that a new analyser may cut elsewhere', `${space}+${multilingual}+analyser-0`, LONG, 4],
    ['any text after another vector space', `other@1+${multilingual}+${analyser}`, ENGLISH, 1],
  ])('of %s encodes as many passages as it must', (_, version, text, expected) => {
    const before = stored(version, text);
    encodings.mockClear();
    const form = version === BEFORE ? asBefore(before.analysed) : before.analysed;
    const renewed = renewAnalysed(assets, text, { version, analysed: form });
    expect(encodings).toHaveBeenCalledTimes(expected);
    const kept = renewed.passages.filter(({ vector }) => vector.every((component) => component === 7));
    expect(kept).toHaveLength(renewed.passages.length - expected);
  });

  it.each([
    ['no form', null],
    ['a damaged form', { version: BEFORE, analysed: Uint8Array.of(1, 2, 3) }],
    ['a form of another text', { version: BEFORE, analysed: serialiseAnalysed(analyseText(assets, LONG)) }],
  ])('analyses a text with %s as a new one', (_, before) => {
    expect(renewAnalysed(assets, ENGLISH, before)).toEqual(analyseText(assets, ENGLISH));
  });

  it('gives what the analysis gives where the form is what the release before made of an English text', () => {
    const before = { version: BEFORE, analysed: serialiseAnalysed(analyseText(assets, ENGLISH)) };
    expect(renewAnalysed(assets, ENGLISH, before)).toEqual(analyseText(assets, ENGLISH));
  });
});
