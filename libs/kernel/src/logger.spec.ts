import { createLogger, type Logger } from './logger';
import { runInContext } from './request-context';

describe('the logger', () => {
  let lines: string[];
  let logger: Logger;

  beforeEach(() => {
    lines = [];
    logger = createLogger('INFO', { write: (line) => lines.push(line) });
  });

  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;

  it('writes one JSON object a line, with the level as an upper-case word', () => {
    logger.error({ reason: 'x' }, 'it failed');
    expect(last()).toMatchObject({ level: 'ERROR', reason: 'x', msg: 'it failed' });
    logger.debug({}, 'too much detail');
    expect(lines).toHaveLength(1);
  });

  it('adds the trace id and tenant of the request, also after an await', async () => {
    await runInContext({ trace_id: 't1', tenant: 'acme' }, async () => {
      await Promise.resolve();
      logger.info({}, 'inside');
    });
    expect(last()).toMatchObject({ trace_id: 't1', tenant: 'acme' });
    logger.info({}, 'outside');
    expect(last()).not.toHaveProperty('tenant');
  });

  it('writes errors with their causes, but nothing that libraries hang on them', () => {
    const driverError = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (content)=(secret)',
      parameters: ['secret'],
    });
    logger.error({ err: new Error('write failed', { cause: driverError }) }, 'oops');
    expect(last()).toMatchObject({
      err: { message: 'write failed', cause: { code: '23505', message: 'duplicate key' } },
    });
    expect(lines.at(-1)).not.toContain('secret');
  });

  it('writes what errors that came together are, the first of them', () => {
    const errors = ['no leader', 'no such topic', 'a timeout', 'a fourth'].map((text) => new Error(text));
    logger.warn({ err: new AggregateError(errors, 'nothing was published') }, 'oops');
    const { err } = last() as { err: { message: string; errors: { message: string }[] } };
    expect([err.message, ...err.errors.map(({ message }) => message)]).toEqual([
      'nothing was published',
      'no leader',
      'no such topic',
      'a timeout',
    ]);
  });

  it('hides credentials', () => {
    logger.info(
      { password: 'hunter2', headers: { authorization: 'Bearer abc' }, dsn: 'postgres://u:p@h/d' },
      'connecting',
    );
    for (const secret of ['hunter2', 'Bearer abc', 'u:p@h']) expect(lines.at(-1)).not.toContain(secret);
  });

  it('hides credentials of a line that has nothing below them', () => {
    logger.info({ reason: 'x', token: 'hunter2', dsn: 'postgres://u:p@h/d' }, 'connecting');
    expect(last()).toMatchObject({ reason: 'x' });
    for (const secret of ['hunter2', 'u:p@h']) expect(lines.at(-1)).not.toContain(secret);
  });
});
