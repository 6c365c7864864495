import { DelegatingMemoryService } from '../delegating-memory-service';
import { EXPORT, IMPORT, JSON_OPERATIONS } from './index';

const OPERATIONS = [...JSON_OPERATIONS, EXPORT, IMPORT];

describe('the operations of the memory service', () => {
  it('are one for each method of the port; one serves both deletions by address', () => {
    const methods = Object.getOwnPropertyNames(DelegatingMemoryService.prototype);
    expect([...OPERATIONS.map(({ name }) => name), 'constructor', 'deleteByText'].toSorted()).toEqual(
      methods.toSorted(),
    );
  });

  it('have one route each', () => {
    expect(new Set(OPERATIONS.map(({ method, path }) => `${method} ${path}`)).size).toBe(OPERATIONS.length);
  });

  it('show examples that their own schemas accept', () => {
    for (const { body, answer, described } of JSON_OPERATIONS) {
      if (body) body.parse(described.bodyExample);
      if (answer) expect(answer.parse(described.answerExample)).toEqual(described.answerExample);
    }
    expect(IMPORT.answer.parse(IMPORT.described.answerExample)).toEqual(IMPORT.described.answerExample);
  });
});
