import { type Connection, escapeLiteral, type PoolClient, type Submittable } from 'pg';

/** Signature, flags and the length of what may follow them, which is nothing: https://www.postgresql.org/docs/current/sql-copy.html */
const HEADER_BYTES = 19;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;

/**
 * Reads the values of a query with one column of type `bytea`, by `COPY … TO STDOUT`. As rows they would come spelt out in digits: twice as
 * long, and to be read one by one.
 *
 * @param text of the query; its parameters stand for texts and numbers
 * @param take is given each value, which is overwritten when it is back
 * @throws what Postgres says, and what `take` threw
 */
export function copyBytes(
  client: PoolClient,
  text: string,
  values: readonly (string | number)[],
  take: (value: Buffer) => void,
): Promise<void> {
  // COPY takes no parameters.
  const query = text.replace(/\$(\d+)/g, (_, place) => {
    const value = values[Number(place) - 1] ?? '';
    return typeof value === 'number' ? String(value) : escapeLiteral(value);
  });
  return new Promise((resolve, reject) => {
    const end = (failure: Error | null) => (failure ? reject(failure) : resolve());
    client.query(new CopiedBytes(query, take, end));
  });
}

/** A custom query of `pg`, which calls the methods that begin with `handle`. */
class CopiedBytes implements Submittable {
  private headed = false;
  private failure: Error | null = null;

  constructor(
    private readonly query: string,
    private readonly take: (value: Buffer) => void,
    public callback: (failure: Error | null) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(`copy (${this.query}) to stdout (format binary)`);
  }

  /** The server sends one message a row. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    try {
      const start = this.headed ? 0 : endOfHeader(chunk);
      this.headed = true;
      // Behind the last row comes a count of -1.
      if (chunk.readInt16BE(start) !== 1) return;
      const value = start + COUNT_BYTES + LENGTH_BYTES;
      this.take(chunk.subarray(value, value + chunk.readInt32BE(value - LENGTH_BYTES)));
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  handleCommandComplete(): void {
    return; // the rest of what it did comes with the next message
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(this.failure);
  }
}

function endOfHeader(chunk: Buffer): number {
  if (!chunk.subarray(0, SIGNATURE.length).equals(SIGNATURE))
    throw new Error('What the server copies does not begin as binary copies do');
  return HEADER_BYTES + chunk.readInt32BE(HEADER_BYTES - LENGTH_BYTES);
}
