import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createLogger, parseTenantId, Problem } from '@somabrain/kernel';
import type { AddressInfo } from 'node:net';
import { ProblemFilter } from './problem.filter';
import { requestOrigin } from './request-origin';

const SECRET = 'connection to postgresql://soma:secret@db failed';

@Controller()
class FailingController {
  @Get('unexpected')
  unexpected(): never {
    throw new Error(SECRET);
  }

  @Get('unavailable')
  unavailable(): never {
    throw new Problem('DATABASE_UNAVAILABLE', 'The database does not answer; try again', {
      cause: new Error(SECRET),
    });
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

describe('ProblemFilter', () => {
  let app: NestExpressApplication;
  let url: string;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    app = await NestFactory.create<NestExpressApplication>(FailingModule, { logger: false });
    app.use(requestOrigin(parseTenantId('public', 'test')));
    app.useGlobalFilters(new ProblemFilter(createLogger('INFO', { write: (line) => lines.push(line) })));
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterEach(() => app.close());

  it('tells the caller of an unexpected error nothing but where to look, and the log everything, once', async () => {
    const answer = await fetch(`${url}/unexpected`, { headers: { 'X-Request-ID': 'req-7' } });
    const body = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(body)).toMatchObject({ code: 'INTERNAL', status: 500, traceId: 'req-7', errors: [] });
    expect(body).not.toContain('secret');
    expect(body).not.toContain('.ts');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'ERROR',
      trace_id: 'req-7',
      err: { message: SECRET },
    });
  });

  it('says when to try again, and keeps the cause to the log', async () => {
    const answer = await fetch(`${url}/unavailable`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.text()).not.toContain('secret');
    expect(lines.join()).toContain(SECRET);
  });

  it('answers HEAD without a body', async () => {
    const answer = await fetch(`${url}/nowhere`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  it('logs an outage once, however many requests it costs', async () => {
    for (let times = 0; times < 20; times += 1) {
      expect((await fetch(`${url}/unavailable`)).status).toBe(503);
    }
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'ERROR', backend: 'postgres' });
  });
});
