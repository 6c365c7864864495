import { findVariableTexts, unknownVariableWarnings } from './variable-texts';

const VARIABLES = new Map([['SOMABRAIN_STORE_URL', { aliases: ['STORE_URL'] }]]);

function find(environment: Record<string, string>, content = 'from a file') {
  const { texts, problems } = findVariableTexts(VARIABLES, environment, () => content);
  return { found: texts.get('SOMABRAIN_STORE_URL'), problem: problems.get('SOMABRAIN_STORE_URL') };
}

describe('a variable with an alias', () => {
  it('is found by either name, and the problem reports say by which', () => {
    expect(find({ SOMABRAIN_STORE_URL: 'a' }).found).toEqual({
      text: 'a',
      writtenAs: 'SOMABRAIN_STORE_URL',
      fromFile: false,
    });
    expect(find({ STORE_URL: 'a' }).found?.writtenAs).toBe('STORE_URL');
    expect(find({ STORE_URL_FILE: '/s' }).found).toEqual({
      text: 'from a file',
      writtenAs: 'STORE_URL_FILE',
      fromFile: true,
    });
  });

  it('may be set by both names to one value, not to two', () => {
    expect(find({ SOMABRAIN_STORE_URL: 'a', STORE_URL: 'a' }).problem).toBeUndefined();
    expect(find({ SOMABRAIN_STORE_URL: 'a', STORE_URL: 'b' }).problem).toEqual({
      variable: 'SOMABRAIN_STORE_URL',
      wrong: 'SOMABRAIN_STORE_URL and STORE_URL are set together',
      remedy: 'keep one of them',
    });
  });

  it('may not be set directly and by a file, whatever their values', () => {
    expect(find({ STORE_URL: 'a', SOMABRAIN_STORE_URL_FILE: '/s' }, 'a').problem?.wrong).toBe(
      'SOMABRAIN_STORE_URL_FILE and STORE_URL are set together',
    );
  });

  it('loses one line break at the end of the file, on any system', () => {
    expect(find({ STORE_URL_FILE: '/s' }, 'a\r\n').found?.text).toBe('a');
    expect(find({ STORE_URL_FILE: '/s' }, 'a\n\n').found?.text).toBe('a\n');
  });

  it('is known in every spelling', () => {
    const environment = { SOMABRAIN_STORE_URL_FILE: '/s', SOMABRAIN_STORE_URI: 'x' };
    expect(unknownVariableWarnings(VARIABLES, environment)).toEqual([
      expect.stringMatching(/^SOMABRAIN_STORE_URI is not a known variable.* SOMABRAIN_STORE_URL$/),
    ]);
  });
});
