import fc from 'fast-check';
import { numberBeyondDouble } from './inexact-numbers';

describe('numberBeyondDouble', () => {
  it.each<[string, (string | number)[] | null]>([
    ['{"metadata":{"message_id":1234567890123456789}}', ['metadata', 'message_id']],
    ['{"a":["x",{"b":[0, -9007199254740993]}]}', ['a', 1, 'b', 1]],
    ['[9007199254740992,9007199254740993]', [1]],
    ['9007199254740993', []],
    ['{"a\\"{[,":{"é":99999999999999999999}}', ['a"{[,', 'é']],
    ['{"a":"1234567890123456789","b":"\\\\","c":12345678901234567890}', ['c']],
    ['{"a":1234567890123456,"b":9007199254740992}', null],
    ['{"a":0.12345678901234567,"b":1.2345678901234567e30,"c":1e300}', null],
    ['{"a":"1234567890123456789","1234567890123456789":1}', null],
    ['{"short":1}', null],
  ])('finds in %s', (json, path) => {
    JSON.parse(json);
    expect(numberBeyondDouble(json)?.path ?? null).toEqual(path);
  });

  it('finds the number at any depth, and returns null without one', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string(), (value, name) => {
        const json = JSON.stringify(value, (_, member: unknown) =>
          typeof member === 'number' && Number.isInteger(member) ? member % 1000 : member,
        );
        const padding = '"9999999999999999999"';
        expect(numberBeyondDouble(`[${json},${padding}]`)).toBeNull();
        const around = `[${json},{${JSON.stringify(name)}:-9007199254740993},${padding}]`;
        expect(numberBeyondDouble(around)).toEqual({ path: [1, name], literal: '-9007199254740993' });
      }),
    );
  });
});
