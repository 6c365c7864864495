import { createLogger } from './logger';
import { Outages } from './outages';

function outagesAt(time: { now: number }) {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('INFO', {
    write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  return { outages: new Outages(logger, () => time.now), lines };
}

describe('the outage of a backend', () => {
  it('is one ERROR and one INFO, however many requests it costs', () => {
    const time = { now: 0 };
    const { outages, lines } = outagesAt(time);
    for (let second = 0; second < 60; second += 1) {
      time.now = second * 1_000;
      for (let request = 0; request < 10; request += 1) outages.refused('postgres', 'it gave no answer');
      outages.failed('postgres', 'it gave no answer within 1000 ms');
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'ERROR', backend: 'postgres', reason: 'it gave no answer' });
    for (let second = 61; second < 70; second += 1) {
      time.now = second * 1_000;
      outages.answered('postgres');
    }
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({
      level: 'INFO',
      backend: 'postgres',
      away_seconds: 61,
      refused_requests: 600,
      msg: 'a backend answers again',
    });
  });

  it('goes on while some answers come and others do not', () => {
    const time = { now: 0 };
    const { outages, lines } = outagesAt(time);
    for (let step = 0; step < 100; step += 1) {
      time.now += 1_000;
      if (step % 3 === 0) outages.refused('memory', 'it is slow');
      else outages.answered('memory');
    }
    expect(lines).toHaveLength(1);
  });

  it('of one backend is not that of another', () => {
    const { outages, lines } = outagesAt({ now: 0 });
    outages.failed('redis', 'gone');
    outages.failed('kafka', 'gone');
    expect(lines.map(({ backend }) => backend)).toEqual(['redis', 'kafka']);
  });
});
