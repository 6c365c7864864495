import { EncoderFailure, type PassageEncoder, spaceName } from '@somabrain/retrieval';

const CATS = 'My sister adopted two cats from the shelter.';
const CATS_AGAIN = 'The two cats that my sister adopted came from the shelter.';
const INVOICE = 'The invoice for the office printer is overdue.';

/** What every encoder promises, whatever it is made of. @param make starts one, which the suite closes */
export function encoderContract(make: () => Promise<PassageEncoder>): void {
  let encoder: PassageEncoder;
  beforeAll(async () => {
    encoder = await make();
  }, 60_000);
  afterAll(() => encoder.close());

  it('names its space', () => {
    expect(spaceName(encoder.space)).toMatch(/^[a-z]+@\S+$/);
    expect(encoder.space.dimensions).toBeGreaterThan(0);
  });

  it('makes a unit vector of the dimensions of the space for each passage, in their order', async () => {
    const encodings = await encoder.encodePassages([CATS, INVOICE, CATS_AGAIN]);
    expect(encodings).toHaveLength(3);
    for (const { vector } of encodings) {
      expect(vector).toHaveLength(encoder.space.dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
    const [cats, invoice, catsAgain] = encodings;
    expect(cosine(cats!.vector, catsAgain!.vector)).toBeGreaterThan(cosine(cats!.vector, invoice!.vector));
  });

  it('makes the same of a text whatever is encoded with it', async () => {
    const [alone] = await encoder.encodePassages([CATS]);
    const among = await encoder.encodePassages([INVOICE, CATS, 'Yes.', CATS]);
    for (const { vector } of [among[1]!, among[3]!]) expect(cosine(alone!.vector, vector)).toBeCloseTo(1, 5);
  });

  it('brings a question close to the passage that answers it', async () => {
    const { vector } = await encoder.encodeQuestion('Which cats did my sister adopt from the shelter?');
    const [cats, invoice] = await encoder.encodePassages([CATS, INVOICE]);
    expect(cosine(vector, cats!.vector)).toBeGreaterThan(cosine(vector, invoice!.vector));
  });

  it('gives token vectors exactly if its space has them', async () => {
    const { tokenDimensions } = encoder.space;
    const encodings = [
      await encoder.encodeQuestion(CATS),
      ...(await encoder.encodePassages([CATS, INVOICE])),
    ];
    for (const { tokens } of encodings) {
      if (tokenDimensions === null) expect(tokens).toBeNull();
      else expect(tokens!.vectors).toHaveLength(tokens!.pieces.length * tokenDimensions);
    }
  });

  it('takes no texts, an empty one, and one without any word', async () => {
    await expect(encoder.encodePassages([])).resolves.toEqual([]);
    const encodings = await encoder.encodePassages(['', CATS, ' \n', '\u0000']);
    for (const { vector } of encodings) {
      expect(vector).toHaveLength(encoder.space.dimensions);
      expect(vector.every(Number.isFinite)).toBe(true);
    }
  });

  it('takes texts that are long, not English, or hold special tokens and half characters', async () => {
    const texts = [
      'word '.repeat(20_000),
      '彼女は猫を飼っています。',
      '[CLS] [SEP] [MASK]',
      '\ud83d cats',
      'x'.repeat(5_000),
    ];
    const encodings = await encoder.encodePassages(texts);
    expect(encodings).toHaveLength(texts.length);
    for (const { vector } of encodings) expect(vector.every(Number.isFinite)).toBe(true);
  });
}

/** What an encoder that somebody has to wait for promises. */
export function waitingContract(make: () => Promise<PassageEncoder>): void {
  it('does not begin what is late already', async () => {
    const encoder = await make();
    try {
      const late = { deadlineAt: performance.now() - 1 };
      await expect(encoder.encodeQuestion(CATS, late)).rejects.toMatchObject({ reason: 'late' });
      await expect(encoder.encodePassages([CATS], late)).rejects.toBeInstanceOf(EncoderFailure);
    } finally {
      await encoder.close();
    }
  });

  it('fails what it is asked after its end', async () => {
    const encoder = await make();
    await encoder.close();
    await expect(encoder.encodeQuestion(CATS)).rejects.toBeInstanceOf(EncoderFailure);
  });
}

/** Of two vectors of the same space. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    squaresA += a[i]! ** 2;
    squaresB += b[i]! ** 2;
  }
  return dot / Math.sqrt(squaresA * squaresB);
}
