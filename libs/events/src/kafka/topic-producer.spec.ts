import { KafkaJSError, KafkaJSNonRetriableError, KafkaJSProtocolError } from 'kafkajs';
import { MessageRefused } from '../message-refused';
import { TOPICS } from '../topics';
import { explained } from './topic-producer';

/** As the library throws what a broker answers. */
function answered(type: string): Error {
  const answer = Object.assign(new Error(type), { type, code: 10, retriable: false });
  const cause = new KafkaJSProtocolError(answer);
  return Object.assign(new KafkaJSNonRetriableError(cause), { cause });
}

describe('A publish that brokers do not take', () => {
  it.each(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD'])(
    'is refused for good where they say %s',
    (type) => {
      const error = explained(answered(type), TOPICS.auditOperations);
      expect(error).toBeInstanceOf(MessageRefused);
      expect(error).toMatchObject({ message: expect.stringContaining(TOPICS.auditOperations) as string });
    },
  );

  it.each([
    answered('NOT_ENOUGH_REPLICAS'),
    new KafkaJSError('The connection broke'),
    new TypeError('broken'),
  ])('may be taken later otherwise: %s', (error) => {
    expect(explained(error, TOPICS.auditOperations)).toBe(error);
  });
});
