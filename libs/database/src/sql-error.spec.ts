import { runInNewContext } from 'node:vm';
import { type SqlFailure, sqlFailureOf } from './sql-error';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('sqlFailureOf', () => {
  it.each<[unknown, SqlFailure]>([
    [withCode('22P05'), 'data'],
    [withCode('23505'), 'data'],
    [withCode('40001'), 'conflict'],
    [withCode('40P01'), 'conflict'],
    [withCode('55P03'), 'conflict'],
    [withCode('08006'), 'unavailable'],
    [withCode('53100'), 'unavailable'],
    [withCode('57P01'), 'unavailable'],
    [withCode('57014'), 'unavailable'],
    [withCode('25006'), 'unavailable'],
    [withCode('ECONNREFUSED'), 'unavailable'],
    [withCode('EHOSTUNREACH'), 'unavailable'],
    [runInNewContext(`Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })`), 'unavailable'],
    [new Error('Connection terminated unexpectedly'), 'unavailable'],
    [new Error('timeout exceeded when trying to connect'), 'unavailable'],
    [new Error('Query read timeout'), 'unavailable'],
    [withCode('42P01'), 'other'],
    [new TypeError('x is not a function'), 'other'],
    [new TypeError("Cannot read properties of undefined (reading 'timeout')"), 'other'],
    [new SyntaxError('Unexpected token "timeout" is not valid JSON'), 'other'],
    [Object.assign(new RangeError('x'), { code: 'ERR_OUT_OF_RANGE' }), 'other'],
    ['a string', 'other'],
    [undefined, 'other'],
  ])('takes %o as %s', (error, failure) => {
    expect(sqlFailureOf(error)).toBe(failure);
  });
});
