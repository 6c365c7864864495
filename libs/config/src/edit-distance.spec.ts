import { editDistance, nearestName } from './edit-distance';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['PORT', 'PROT', 2],
  ])('of %p and %p is %p', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('nearestName', () => {
  it('is the first of the closest candidates', () => {
    expect(nearestName('HOTS', ['PORT', 'HOST', 'HOTEL'])).toBe('HOST');
    expect(nearestName('HOST', [])).toBeUndefined();
  });
});
