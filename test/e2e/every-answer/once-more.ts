/**
 * Asks again where the connection was closed under the request: one that the service closes, as after a body that is too large, may be on its
 * way out (RFC 9112, 9.3.1). @throws what else goes wrong
 */
export async function onceMore<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isClosedConnection(error)) return ask();
    throw error;
  }
}

function isClosedConnection(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code === 'UND_ERR_SOCKET';
}
