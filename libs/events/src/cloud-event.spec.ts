import { newId, newTraceId, traceIdOf } from '@somabrain/kernel';
import { traceparentOf } from './cloud-event';

describe('traceparentOf', () => {
  it('gives the header of the trace that the event belongs to', () => {
    const traceId = newTraceId();
    const header = traceparentOf(traceId, newId());
    expect(header).toMatch(/^00-[0-9a-f]{32}-[89ab][0-9a-f]{15}-00$/);
    expect(traceIdOf(header)).toBe(traceId);
  });
});
