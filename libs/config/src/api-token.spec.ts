import { readApiToken } from './api-token';

const files = (path: string): string => {
  if (path === '/run/token') return 'of-the-file\n';
  throw Object.assign(new Error(path), { code: 'ENOENT' });
};

describe('the token that a command shows to the API', () => {
  it.each<[string, Record<string, string>, string | undefined, string | undefined]>([
    ['none, where nothing says one', {}, undefined, undefined],
    ['that of the variable', { SOMABRAIN_API_TOKEN: 'of-the-variable' }, undefined, 'of-the-variable'],
    [
      'that of the file of the variable',
      { SOMABRAIN_API_TOKEN_FILE: '/run/token' },
      undefined,
      'of-the-file',
    ],
    ['that of the option first', { SOMABRAIN_API_TOKEN: 'of-the-variable' }, '/run/token', 'of-the-file'],
  ])('is %s', (_, environment, file, token) => {
    expect(readApiToken(environment, file, files)).toBe(token);
  });

  it('is asked for by the name of the option where its file cannot be read', () => {
    expect(() => readApiToken({}, '/nowhere', files)).toThrow('--token-file');
    expect(() => readApiToken({ SOMABRAIN_API_TOKEN_FILE: '/nowhere' }, undefined, files)).toThrow(
      'SOMABRAIN_API_TOKEN_FILE',
    );
  });
});
