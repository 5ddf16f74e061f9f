import type { Vocabulary } from './vocabulary.ts';

/** Dimensions of the model; heads, head size and the ratio of the feed-forward part are fixed. */
export interface Shape {
  layers: number;
  embd: number;
}

export const HEADS = 4;
export const KV_HEADS = 2;
export const HEAD_SIZE = 32;
export const feedForward = (shape: Shape): number => 2 * shape.embd;

/** `dims` is `[columns, rows]` of a matrix or `[n]` of a vector, the order of GGUF. */
export interface Tensor {
  name: string;
  dims: number[];
  data: Float32Array;
}

/**
 * Seeded random weights, tilted so that sampled text is lower-case ASCII that ends by itself now and then.
 * `call` is the bias of starting a tool call: 1.9 makes the model call tools by itself, -3 never.
 */
export function makeWeights(vocabulary: Vocabulary, shape: Shape, seed: number, call: number): Tensor[] {
  const normal = normalDeviates(seed);
  const { embd, layers } = shape;
  const rows = vocabulary.tokens.length;
  const tensors: Tensor[] = [];
  const tensor = (name: string, dims: number[], next: () => number): Float32Array => {
    const data = new Float32Array(dims.reduce((a, b) => a * b, 1)).map(next);
    tensors.push({ name, dims, data });
    return data;
  };
  const matrix = (name: string, columns: number, count: number, scale: number): Float32Array =>
    tensor(name, [columns, count], () => normal() * scale);
  const ones = (name: string): Float32Array => tensor(name, [embd], () => 1);

  shapeEmbedding(matrix('token_embd.weight', embd, rows, 0.5), vocabulary, embd);
  const s = 0.3 / Math.sqrt(embd);
  for (let layer = 0; layer < layers; layer++) {
    const name = (part: string) => `blk.${layer}.${part}.weight`;
    ones(name('attn_norm'));
    matrix(name('attn_q'), embd, HEADS * HEAD_SIZE, s);
    matrix(name('attn_k'), embd, KV_HEADS * HEAD_SIZE, s);
    matrix(name('attn_v'), embd, KV_HEADS * HEAD_SIZE, s * 3);
    matrix(name('attn_output'), HEADS * HEAD_SIZE, embd, s * 2);
    ones(name('ffn_norm'));
    matrix(name('ffn_gate'), embd, feedForward(shape), s * 2);
    matrix(name('ffn_up'), embd, feedForward(shape), s * 2);
    matrix(name('ffn_down'), feedForward(shape), embd, s * 2);
  }
  ones('output_norm.weight');
  shapeOutput(matrix('output.weight', embd, rows, 0.25), vocabulary, embd, call);
  return tensors;
}

/**
 * Dimension 0 is large in every embedding, so that column 0 of the output matrix acts as a bias per token. Dimensions
 * 1 to 3 are kept for three habits: a line end after `<tool_call>`, `</tool_call>` after a closing brace (where a
 * grammar allows it), and the end of the answer after `</tool_call>`.
 */
function shapeEmbedding(data: Float32Array, { tokens, ids }: Vocabulary, embd: number): void {
  for (let token = 0; token < tokens.length; token++) data.set([4, 0, 0, 0], token * embd);
  data[ids.call * embd + 1] = 12;
  data[CLOSING_BRACE * embd + 2] = 12;
  data[ids.callEnd * embd + 3] = 12;
}

function shapeOutput(data: Float32Array, { tokens, ids }: Vocabulary, embd: number, call: number): void {
  for (let token = 0; token < tokens.length; token++) {
    data.set(
      [bias(token, ids, call), token === LINE_END ? 3 : 0, token === ids.callEnd ? 3 : 0, token === ids.imEnd ? 3 : 0],
      token * embd,
    );
  }
}

const LINE_END = 0x0a;
const CLOSING_BRACE = 0x7d;

function bias(token: number, ids: Vocabulary['ids'], call: number): number {
  if ((token >= 0x61 && token <= 0x7a) || token === 0x20) return 1; // a-z and space
  if (token >= 0x20 && token <= 0x7e) return 0; // other printable ASCII
  if (token === ids.imEnd) return 2.1;
  if (token === ids.call) return call;
  return -3;
}

/** Normal deviates by Box-Muller from splitmix32, so that a seed always gives the same weights. */
export function normalDeviates(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b) >>> 0;
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35) >>> 0;
    return ((z ^ (z >>> 16)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
