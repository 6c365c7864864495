/** The bus answers and will never take one of the messages, for what it is: too large, for one. Others may be taken without it. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
}
