import { type Rewrite, TcpProxy } from './tcp-proxy';

const LENGTH_BYTES = 4;

/**
 * Stands between clients and one Kafka broker. The broker tells clients where it listens, and they connect there: in its answers the proxy
 * puts its own port in the place of the broker's.
 * @param broker `host:port`, as the broker advertises itself
 */
export async function startKafkaProxy(broker: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(`kafka://${broker}`);
  return TcpProxy.start(`kafka://${broker}`, (own) => {
    const told = addressBytes(hostname, Number(port));
    const instead = addressBytes(hostname, own);
    return inFrames((frame) => {
      for (let at = frame.indexOf(told); at >= 0; at = frame.indexOf(told, at + told.length)) {
        instead.copy(frame, at);
      }
      return frame;
    });
  });
}

/** A host and a port as they follow one another in answers of the protocol; the length before the host has several forms. */
function addressBytes(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(host.length + 4);
  bytes.write(host, 'latin1');
  bytes.writeInt32BE(port, host.length);
  return bytes;
}

/** Answers come as frames that begin with their length; each is changed as a whole. */
function inFrames(change: (frame: Buffer) => Buffer): Rewrite {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    const whole: Buffer[] = [];
    while (pending.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + pending.readInt32BE(0);
      if (pending.length < end) break;
      whole.push(change(Buffer.from(pending.subarray(0, end))));
      pending = pending.subarray(end);
    }
    return Buffer.concat(whole);
  };
}
