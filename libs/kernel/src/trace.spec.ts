import { newTraceId, traceIdOf } from './trace';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

describe('traceIdOf', () => {
  it('reads the trace id of a traceparent, also of a later version with more fields', () => {
    expect(traceIdOf(`00-${TRACE}-b7ad6b7169203331-01`)).toBe(TRACE);
    expect(traceIdOf(`01-${TRACE}-b7ad6b7169203331-01-more`)).toBe(TRACE);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${TRACE}-b7ad-01`,
    `ff-${TRACE}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${TRACE.toUpperCase()}-b7ad6b7169203331-01`,
  ])('gives null for %s', (header) => {
    expect(traceIdOf(header)).toBeNull();
  });

  it('reads what newTraceId makes', () => {
    const traceId = newTraceId();
    expect(traceIdOf(`00-${traceId}-b7ad6b7169203331-00`)).toBe(traceId);
  });
});
