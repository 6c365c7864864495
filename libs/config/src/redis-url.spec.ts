import { completeRedisUrl, redisPassword, redisUrlFlaw } from './redis-url';

describe('a Redis URL', () => {
  it.each([
    'redis://h',
    'redis://h:6379/0',
    'rediss://:p%40ss@h/1',
    'redis://user:pass@h:6379',
    'redis://[::1]:6379/0',
  ])('may be %s', (url) => {
    expect(redisUrlFlaw(url)).toBeUndefined();
  });

  it.each(['h:6379', 'http://h', 'redis://', 'redis://h/name', 'redis://:%@h', 'redis://h:port', ''])(
    'may not be %j',
    (url) => {
      expect(redisUrlFlaw(url)).toMatch(/^(it|what)/);
    },
  );

  it('gets the password that it lacks, and keeps its own', () => {
    expect(completeRedisUrl('redis://h:6379/0', 'p@ss')).toBe('redis://:p%40ss@h:6379/0');
    expect(completeRedisUrl('redis://:own@h/0', 'other')).toBe('redis://:own@h/0');
    expect(completeRedisUrl('redis://h/0', undefined)).toBe('redis://h/0');
    expect(redisPassword('redis://:p%40ss@h')).toBe('p@ss');
    expect(redisPassword('redis://h')).toBeUndefined();
  });
});
