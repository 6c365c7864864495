import { coordinateOf } from './coordinate';

describe('coordinateOf', () => {
  it('is three numbers from -1 to 1, always the same', () => {
    expect(coordinateOf('acme', 'default', 'kb.paris')).toBe(coordinateOf('acme', 'default', 'kb.paris'));
    const parts = coordinateOf('acme', 'default', 'kb.paris').split(',').map(Number);
    expect(parts).toHaveLength(3);
    for (const part of parts) expect(Math.abs(part)).toBeLessThanOrEqual(1);
  });

  it('differs between tenants, namespaces and keys, also where their texts run into each other', () => {
    const places = [
      ['a', 'b', 'c'],
      ['ab', '', 'c'],
      ['a', 'bc', ''],
      ['b', 'a', 'c'],
    ] as const;
    const coordinates = places.map(([tenant, namespace, key]) => coordinateOf(tenant, namespace, key));
    expect(new Set(coordinates).size).toBe(places.length);
  });
});
