import { installIsCurrent } from './install-record.mjs';

const lock = {
  packages: {
    '': { name: 'project' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-darwin': { version: '2.0.0', integrity: 'sha512-b', optional: true },
  },
};

function recordOf(packages) {
  return { packages };
}

describe('an installation', () => {
  const a = lock.packages['node_modules/a'];

  it('is current when it holds what the lock file asks for, less optional packages', () => {
    expect(
      installIsCurrent(lock, recordOf({ 'node_modules/a': { ...a, resolved: 'https://example.org' } })),
    ).toBe(true);
  });

  it.each([
    ['lacks a package', {}],
    ['holds another version', { 'node_modules/a': { ...a, version: '1.0.1' } }],
    ['holds other content', { 'node_modules/a': { ...a, integrity: 'sha512-z' } }],
    ['holds a package that is not wanted', { 'node_modules/a': a, 'node_modules/c': a }],
    ['holds another version of an optional package', { 'node_modules/a': a, 'node_modules/b-darwin': a }],
  ])('is not when it %s', (_case, packages) => {
    expect(installIsCurrent(lock, recordOf(packages))).toBe(false);
  });
});
