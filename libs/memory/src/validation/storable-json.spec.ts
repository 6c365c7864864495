import { z } from 'zod';
import { memoryContent } from './content';
import { memoryKey, tags } from './fields';
import { storable } from './storable-json';

const body = storable(z.looseObject({}));

describe('names in a value', () => {
  it('are composed, and values stay as they are', () => {
    const decomposed = 'cafe\u0301';
    const value = { [decomposed]: { list: [{ [decomposed]: decomposed }] } };
    expect(body.parse(value)).toEqual({ 'caf\u00e9': { list: [{ 'caf\u00e9': decomposed }] } });
  });

  it('are refused where two come to one', () => {
    const twice = { metadata: { 'caf\u00e9': 1, 'cafe\u0301': 2 } };
    expect(body.safeParse(twice).error?.issues).toMatchObject([
      { path: ['metadata', 'caf\u00e9'], message: 'repeats another name of this object' },
    ]);
  });
});

describe('fields', () => {
  it('compose keys and tags before they are measured', () => {
    expect(memoryKey.parse('cafe\u0301')).toBe('caf\u00e9');
    expect(memoryKey.safeParse('e\u0301'.repeat(512)).success).toBe(true);
    expect(memoryKey.safeParse('e\u0301'.repeat(513)).success).toBe(false);
    expect(tags.parse(['cafe\u0301'])).toEqual(['caf\u00e9']);
  });

  it.each([' ', '\n\t', '\u00a0\u2003\ufeff'])('refuse a text of white space only: %j', (text) => {
    expect(memoryContent.safeParse(text).error?.issues).toMatchObject([
      { message: 'must hold more than white space' },
    ]);
  });
});
