/** Error codes of JSON-RPC 2.0. What the protocol library answers itself has the same ones. */
export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
export const METHOD_NOT_FOUND = -32_601;
export const INVALID_PARAMS = -32_602;
export const INTERNAL_ERROR = -32_603;
/** Of older revisions of the Model Context Protocol. */
export const RESOURCE_NOT_FOUND = -32_002;

/** A fault of a message, which the protocol library answers with its code. */
export class ProtocolFault extends Error {
  override readonly name = 'ProtocolFault';

  constructor(
    readonly code: number,
    message: string,
    readonly data?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** The answer to a message with a fault. @param id of the message; null where it has none that can be read */
export function faultAnswer({ code, message }: ProtocolFault, id: string | number | null): object {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** The id of a message that may be anything. */
export function idOf(message: unknown): string | number | null {
  if (typeof message !== 'object' || message === null || !('id' in message)) return null;
  const { id } = message;
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as string | number) : null;
}
