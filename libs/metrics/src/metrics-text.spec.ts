import { Counter, Gauge } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';
import { MetricsText } from './metrics-text';

describe('the text of the metrics', () => {
  it('is made once for all who ask within a second', async () => {
    const registry = new MetricsRegistry();
    let made = 0;
    new Gauge({
      name: 'made',
      help: 'How often the text was made',
      registers: [registry],
      collect() {
        this.set((made += 1));
      },
    });
    let time = 0;
    const text = new MetricsText(registry, () => time);
    const all = await Promise.all(Array.from({ length: 50 }, () => text.read()));
    expect(new Set(all).size).toBe(1);
    time = 999;
    await text.read();
    expect(made).toBe(1);
    time = 1_000;
    expect(await text.read()).toContain('made 2');
  });

  it('is tried again where it could not be made', async () => {
    const registry = new MetricsRegistry();
    let fails = true;
    new Counter({
      name: 'failing',
      help: 'Fails once',
      registers: [registry],
      collect() {
        if (fails) throw new Error('no');
      },
    });
    const text = new MetricsText(registry, () => 0);
    await expect(text.read()).rejects.toThrow('no');
    fails = false;
    expect(await text.read()).toContain('failing 0');
  });
});
