import type { CompressedTokens } from './compressed-tokens';

/** Changes with the form. */
const FORM = 1;
const HEADER_BYTES = 5;

/** The stored form: its number, how many tokens and other pieces there are as u16, then pieces, other pieces, scales and codes. */
export function serialiseTokens({ pieces, otherPieces, scales, codes }: CompressedTokens): Uint8Array {
  const bytes = new Uint8Array(
    HEADER_BYTES + 2 * (pieces.length + otherPieces.length) + scales.length + codes.length,
  );
  const view = new DataView(bytes.buffer);
  view.setUint8(0, FORM);
  view.setUint16(1, pieces.length, true);
  view.setUint16(3, otherPieces.length, true);
  let offset = HEADER_BYTES;
  for (const piece of [...pieces, ...otherPieces]) {
    view.setUint16(offset, piece, true);
    offset += 2;
  }
  bytes.set(scales, offset);
  bytes.set(codes, offset + scales.length);
  return bytes;
}

/** Reads the stored form. @param dimensions of the projected vectors. @throws Error if it is damaged, or of another form */
export function readTokens(bytes: Uint8Array, dimensions: number): CompressedTokens {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint8(0) !== FORM)
    throw new Error(
      'Token vectors: the stored form is damaged, or of another version. Encode the text again.',
    );
  const [tokens, others] = [view.getUint16(1, true), view.getUint16(3, true)];
  const expected = HEADER_BYTES + 2 * (tokens + others) + tokens * (1 + dimensions / 2);
  if (bytes.byteLength !== expected)
    throw new Error(`Token vectors: ${tokens} tokens take ${expected} bytes, there are ${bytes.byteLength}.`);
  const piecesAt = (start: number, count: number): Uint16Array =>
    Uint16Array.from({ length: count }, (_, i) => view.getUint16(start + 2 * i, true));
  const scalesStart = HEADER_BYTES + 2 * (tokens + others);
  return {
    pieces: piecesAt(HEADER_BYTES, tokens),
    otherPieces: piecesAt(HEADER_BYTES + 2 * tokens, others),
    scales: bytes.slice(scalesStart, scalesStart + tokens),
    codes: bytes.slice(scalesStart + tokens),
  };
}
