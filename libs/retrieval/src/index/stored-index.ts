import { crc32 } from 'node:zlib';
import { type IndexState, StateReader, StateWriter } from './index-state';

/** The layout of a stored index; another one whenever what an index holds changes. */
export const STORED_INDEX_LAYOUT = 2;

/** The first bytes of a stored index. */
const MARK = `SOMA INDEX ${STORED_INDEX_LAYOUT}`;
const HEADER_BYTES = MARK.length + 4;

/**
 * An index as bytes: mark, checksum (CRC-32, ISO 3309) and what it holds, which begins with the version of the assets that made it. Numbers
 * are as this machine has them in memory.
 */
export function storeIndex(assetsVersion: string, transfer: (state: IndexState) => void): Uint8Array {
  const state = new StateWriter();
  state.strings([assetsVersion, byteOrder()]);
  transfer(state);
  const bytes = state.bytes(HEADER_BYTES);
  bytes.set(Buffer.from(MARK, 'latin1'));
  new DataView(bytes.buffer).setUint32(MARK.length, crc32(bytes.subarray(HEADER_BYTES)), true);
  return bytes;
}

/** @throws Error if the bytes are damaged, of another version of layout or assets, or no stored index */
export function readStoredIndex(
  bytes: Uint8Array,
  assetsVersion: string,
  transfer: (state: IndexState) => void,
): void {
  const mark = Buffer.from(bytes.subarray(0, MARK.length)).toString('latin1');
  if (mark !== MARK) throw new Error('Not an index as this version stores it');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (
    bytes.length < HEADER_BYTES ||
    view.getUint32(MARK.length, true) !== crc32(bytes.subarray(HEADER_BYTES))
  )
    throw new Error('A stored index is damaged: its checksum does not match');
  const state = new StateReader(bytes, HEADER_BYTES);
  const [version, order] = state.strings([]);
  if (version !== assetsVersion || order !== byteOrder())
    throw new Error(`A stored index is of other assets (${version}) or another byte order`);
  transfer(state);
  state.end();
}

function byteOrder(): string {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'little-endian' : 'big-endian';
}
