import { fileLimit, mostConnections, requireFiles } from './file-limit';

describe('the limit of open files', () => {
  it('too low for a service is one sentence that names it and what to set', () => {
    expect(() => {
      requireFiles(64);
    }).toThrow(/^This process may open only 64 files, .*ulimit -n 8392.*LimitNOFILE/);
    expect(() => {
      requireFiles(256);
    }).not.toThrow();
  });

  it('bounds the connections', () => {
    expect([256, 1_024, 1_048_576].map(mostConnections)).toEqual([28, 412, 4_096]);
    expect(mostConnections(undefined)).toBe(4_096);
  });

  it('is unknown where the system does not say', () => {
    expect(fileLimit('/there/is/no/such/file')).toBeUndefined();
    expect(() => {
      requireFiles(undefined);
    }).not.toThrow();
  });
});
