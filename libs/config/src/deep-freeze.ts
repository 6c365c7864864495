/** Freezes an object and every object it holds. */
export function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}
