import { BackendFault, connectionFault } from '@somabrain/kernel';

const SETTINGS = 'correct SOMABRAIN_KAFKA_SASL_USERNAME and SOMABRAIN_KAFKA_SASL_PASSWORD';

/** What went wrong with Kafka, in plain words; anything else as it is. The library tells by the names of its errors. */
export function kafkaFault(error: unknown): unknown {
  if (error instanceof BackendFault || !(error instanceof Error)) return error;
  const messages = chainOf(error)
    .map(({ name, message }) => `${name}: ${message}`)
    .join('\n');
  if (messages.includes('KafkaJSSASLAuthenticationError'))
    return new BackendFault('credentials', `it refuses the log-in (SASL): ${SETTINGS}`, error);
  if (
    /TOPIC_AUTHORIZATION_FAILED|CLUSTER_AUTHORIZATION_FAILED|GROUP_AUTHORIZATION_FAILED|not authorized/i.test(
      messages,
    )
  )
    return new BackendFault('credentials', 'its user lacks rights: give it access to the topics', error);
  const lost = connectionFault(error) ?? codeInWords(messages);
  if (lost) return lost;
  if (/timeout|timed out|did not answer within/i.test(messages))
    return new BackendFault('silent', 'it gave no answer in time', error);
  if (/KafkaJSConnection|Closed connection/i.test(messages))
    return new BackendFault('unreachable', 'it broke the connection off', error);
  return error;
}

/** The library keeps only the text of a system error. */
function codeInWords(messages: string): BackendFault | null {
  const code = /\b(E[A-Z]{4,}|EAI_AGAIN|CERT_HAS_EXPIRED)\b/.exec(messages)?.[1];
  if (code !== undefined) return connectionFault({ code });
  if (/self[- ]signed certificate|unable to verify/i.test(messages))
    return connectionFault({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  return null;
}

function chainOf(error: Error): Error[] {
  return error.cause instanceof Error ? [error, ...chainOf(error.cause)] : [error];
}
