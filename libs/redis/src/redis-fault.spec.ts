import { BackendFault } from '@somabrain/kernel';
import { NoAnswer } from './answer-in-time';
import { redisFault } from './redis-fault';

describe('what is wrong with Redis', () => {
  it.each([
    ['NOAUTH Authentication required.', 'credentials', 'is given none'],
    ['WRONGPASS invalid username-password pair', 'credentials', 'refuses the password'],
    ['LOADING Redis is loading the dataset in memory', 'unready', 'loads its data'],
    ["READONLY You can't write against a read only replica.", 'unready', 'replica'],
    ["Stream isn't writeable and enableOfflineQueue options is false", 'unreachable', 'no connection'],
  ])('%s', (said, kind, words) => {
    const fault = redisFault(new Error(said));
    expect(fault).toMatchObject({ kind, message: expect.stringContaining(words) as string });
  });

  it.each([
    ['ECONNREFUSED', 'nothing listens there'],
    ['ENOTFOUND', 'its host name is not known'],
  ])('%s, without the address', (code, words) => {
    const error = Object.assign(new Error(`getaddrinfo ${code} redis.internal`), { code });
    const fault = redisFault(error) as BackendFault;
    expect(fault.message).toContain(words);
    expect(fault.message).not.toContain('redis.internal');
  });

  it('silence', () => {
    expect(redisFault(new NoAnswer('no answer within 250 ms'))).toMatchObject({ kind: 'silent' });
  });
});
