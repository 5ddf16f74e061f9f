import { encodeGguf, type Value } from './gguf.ts';
import { normalDeviates, type Tensor } from './weights.ts';

/** Side of the picture that the model sees and of one of its patches, in pixels. */
const IMAGE = 32;
const PATCH = 8;
const EMBD = 32;
const HEADS = 2;
const FEED_FORWARD = 64;

/**
 * A projector (`--mmproj`) for the tiny model: a vision encoder of one layer in LLaVA's form with random weights. An image
 * becomes 16 tokens that mean nothing. The same embedding length always gives the same bytes.
 */
export function makeTinyProjector(embd: number): Buffer {
  return encodeGguf(metadata(embd), tensors(embd));
}

function metadata(embd: number): [string, Value][] {
  const u32 = (key: string, value: number): [string, Value] => [key, { type: 'u32', value }];
  const f32 = (key: string, value: number | number[]): [string, Value] => [key, { type: 'f32', value }];
  const str = (key: string, value: string): [string, Value] => [key, { type: 'str', value }];
  const bool = (key: string, value: boolean): [string, Value] => [key, { type: 'bool', value }];
  return [
    str('general.architecture', 'clip'),
    str('general.type', 'mmproj'),
    str('general.name', 'Tiny Random Projector'),
    u32('general.file_type', 0),
    bool('clip.has_vision_encoder', true),
    str('clip.projector_type', 'mlp'),
    u32('clip.vision.image_size', IMAGE),
    u32('clip.vision.patch_size', PATCH),
    u32('clip.vision.embedding_length', EMBD),
    u32('clip.vision.feed_forward_length', FEED_FORWARD),
    u32('clip.vision.projection_dim', embd),
    u32('clip.vision.block_count', 1),
    u32('clip.vision.attention.head_count', HEADS),
    f32('clip.vision.attention.layer_norm_epsilon', 1e-5),
    f32('clip.vision.image_mean', [0.5, 0.5, 0.5]),
    f32('clip.vision.image_std', [0.5, 0.5, 0.5]),
    bool('clip.use_gelu', true),
  ];
}

function tensors(embd: number): Tensor[] {
  const normal = normalDeviates(7);
  const made: Tensor[] = [];
  const add = (name: string, dims: number[], next: () => number): void => {
    made.push({ name, dims, data: new Float32Array(dims.reduce((a, b) => a * b, 1)).map(next) });
  };
  const linear = (name: string, columns: number, rows: number): void => {
    add(`${name}.weight`, [columns, rows], () => normal() * 0.1);
    add(`${name}.bias`, [rows], () => 0);
  };
  const norm = (name: string): void => {
    add(`${name}.weight`, [EMBD], () => 1);
    add(`${name}.bias`, [EMBD], () => 0);
  };
  const patches = (IMAGE / PATCH) ** 2;
  add('v.patch_embd.weight', [PATCH, PATCH, 3, EMBD], () => normal() * 0.1);
  add('v.class_embd', [EMBD], () => normal() * 0.1);
  add('v.position_embd.weight', [EMBD, patches + 1], () => normal() * 0.1);
  norm('v.pre_ln');
  for (const name of ['attn_q', 'attn_k', 'attn_v', 'attn_out']) linear(`v.blk.0.${name}`, EMBD, EMBD);
  norm('v.blk.0.ln1');
  norm('v.blk.0.ln2');
  linear('v.blk.0.ffn_up', EMBD, FEED_FORWARD);
  linear('v.blk.0.ffn_down', FEED_FORWARD, EMBD);
  linear('mm.0', EMBD, embd);
  linear('mm.2', embd, embd);
  return made;
}
