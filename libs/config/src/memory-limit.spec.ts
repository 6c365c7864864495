import { defaultIndexMemoryMb, lowerLimit, memoryLimitBytes } from './memory-limit';

const GIB = 1024 ** 3;

describe('the memory limit', () => {
  it.each([
    ['the limit of the container', 2 * GIB, 16 * GIB, 2 * GIB],
    ['the memory of the machine where no limit is known', 0, 16 * GIB, 16 * GIB],
    ['the memory of the machine where the container has none', Number(2n ** 64n), 16 * GIB, 16 * GIB],
  ])('is %s', (_case, constrained, total, limit) => {
    expect(lowerLimit(constrained, total)).toBe(limit);
  });

  it('is positive here', () => {
    expect(memoryLimitBytes()).toBeGreaterThan(0);
  });
});

describe('the default index budget', () => {
  it('is a quarter of the limit, and never too small to hold anything', () => {
    expect(defaultIndexMemoryMb(2 * GIB)).toBe(512);
    expect(defaultIndexMemoryMb(1)).toBe(16);
  });
});
