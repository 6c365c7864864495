import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENDS_THE_THREAD, FAILS, STUB_RUNTIME, stubModel } from '../../../../test/support/stub-model';
import { cosine } from '../../../../test/contract/encoder.contract';
import { OnnxEncoder, type OnnxSettings } from './onnx-encoder';

/** The model and the runtime are stubs: what the real ones make is tested where the runtime is installed. */
describe('OnnxEncoder', () => {
  const model = stubModel();
  let started: OnnxEncoder[] = [];
  afterEach(async () => {
    await Promise.all(started.map((encoder) => encoder.close()));
    started = [];
  });
  afterAll(() => rmSync(model, { recursive: true }));

  async function encoderOf(settings: Partial<OnnxSettings> = {}): Promise<OnnxEncoder> {
    const encoder = await OnnxEncoder.start({
      model,
      runtime: STUB_RUNTIME,
      threads: 1,
      waiting: 8,
      ...settings,
    });
    started.push(encoder);
    return encoder;
  }

  it('gives the mean of the token vectors, special tokens included, and which tokens they are of', async () => {
    const encoder = await encoderOf();
    const { vector, tokens } = await encoder.encodeQuestion('two cats');
    expect([...tokens!.pieces]).toEqual([4, 9, 10, 5]);
    const mean = Array.from({ length: 24 }, (_, i) =>
      [0, 1, 2, 3].reduce((sum, row) => sum + tokens!.vectors[24 * row + i]!, 0),
    );
    expect(cosine(vector, mean)).toBeCloseTo(1, 5);
    expect(encoder.space).toMatchObject({ encoder: 'stub', dimensions: 24, tokenDimensions: 24 });
  });

  it('answers in the order of the texts, however it runs them', async () => {
    const encoder = await encoderOf({ threads: 2 });
    const texts = Array.from({ length: 40 }, (_, i) => 'cats '.repeat(1 + ((i * 7) % 40)).trim());
    const encodings = await encoder.encodePassages(texts);
    texts.forEach((text, i) => {
      expect(encodings[i]!.tokens!.pieces).toHaveLength(2 + text.split(' ').length);
    });
  });

  it('takes a question before passages that wait', async () => {
    const encoder = await encoderOf();
    const order: string[] = [];
    const passages = ['one', 'two', 'three'].map((text) =>
      encoder.encodePassages([text]).then(() => order.push('passage')),
    );
    await Promise.all([...passages, encoder.encodeQuestion('cats').then(() => order.push('question'))]);
    expect(order).toEqual(['passage', 'question', 'passage', 'passage']);
  });

  it('turns away what exceeds its queue', async () => {
    const encoder = await encoderOf({ waiting: 1 });
    const asked = ['one', 'two', 'three'].map((text) => encoder.encodeQuestion(text));
    await expect(asked[2]).rejects.toMatchObject({ reason: 'overloaded' });
    await Promise.all(asked.slice(0, 2));
  });

  it('fails what it has in hand when its thread ends, and is back after a pause', async () => {
    const encoder = await encoderOf();
    await expect(encoder.encodeQuestion(ENDS_THE_THREAD)).rejects.toMatchObject({ reason: 'unreachable' });
    const failure = await encoder.encodeQuestion('cats').catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'unreachable', retryAfterMs: expect.any(Number) as number });
    jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
    try {
      await expect(encoder.encodeQuestion('cats')).resolves.toHaveProperty('tokens');
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('goes on after a text that the model fails at', async () => {
    const encoder = await encoderOf();
    await expect(encoder.encodeQuestion(FAILS)).rejects.toMatchObject({ reason: 'unavailable' });
    await expect(encoder.encodeQuestion('cats')).resolves.toHaveProperty('tokens');
  });

  it.each([
    [
      'the runtime is not installed',
      { runtime: '/nowhere/onnxruntime-node' },
      /npm install .*--ignore-scripts onnxruntime-node/,
    ],
    ['there is no model', { model: '/nowhere' }, /no encoder model in \/nowhere/],
    ['the model is damaged', { model: stubModel('another') }, /SHA-256 is [0-9a-f]{64}, not/],
  ])('does not begin where %s, and says what to do', async (_, settings, advice) => {
    await expect(encoderOf(settings)).rejects.toMatchObject({
      reason: 'absent',
      message: expect.stringMatching(advice) as string,
    });
  });

  it('does not begin with a description that names other files', async () => {
    const folder = stubModel();
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ name: '../stub', dimensions: 24 }));
    await expect(encoderOf({ model: folder })).rejects.toMatchObject({ reason: 'absent' });
    rmSync(folder, { recursive: true });
  });

  it('has another space with another model, vocabulary or length', async () => {
    const folder = stubModel();
    const first = (await encoderOf({ model: folder })).space.version;
    const description = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as object;
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...description, mostTokens: 32 }));
    expect((await encoderOf({ model: folder })).space.version).not.toBe(first);
    rmSync(folder, { recursive: true });
  });
});
