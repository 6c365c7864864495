/**
 * Does what onnxruntime-node does for a BERT model, with a hidden state that depends on the token alone. A token of the row 2 stands for what
 * ends the thread, one of the row 3 for what the model fails at.
 */
const DIMENSIONS = 24;

class Tensor {
  constructor(type, data, dims) {
    Object.assign(this, { type, data, dims });
  }
}

const InferenceSession = {
  create: async (model) => {
    if (Buffer.from(model).toString() !== 'stub model') throw new Error('this is not a model');
    return {
      inputNames: ['input_ids', 'attention_mask'],
      outputNames: ['last_hidden_state'],
      release: async () => undefined,
      run: async ({ input_ids: ids }) => {
        if (ids.data.includes(2n)) process.exit(3);
        if (ids.data.includes(3n)) throw new Error('the model failed');
        const data = new Float32Array(ids.data.length * DIMENSIONS);
        ids.data.forEach((id, place) => {
          for (let i = 0; i < DIMENSIONS; i++) data[place * DIMENSIONS + i] = component(Number(id), i);
        });
        return { last_hidden_state: { data, dims: [...ids.dims, DIMENSIONS] } };
      },
    };
  },
};

/** From -1 to 1, the same each time. */
function component(id, i) {
  const hash = Math.imul(id * 31 + i + 1, 0x9e3779b1) ^ Math.imul(i + 7, 0x85ebca6b);
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 0) / 2 ** 31;
}

module.exports = { InferenceSession, Tensor };
