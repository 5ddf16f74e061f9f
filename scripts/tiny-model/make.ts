import { encodeGguf, type Value } from './gguf.ts';
import { CHAT_TEMPLATE } from './template.ts';
import { makeVocabulary, type Vocabulary } from './vocabulary.ts';
import { feedForward, HEAD_SIZE, HEADS, KV_HEADS, makeWeights } from './weights.ts';

export interface ModelOptions {
  seed: number;
  /** Training context written into the file, tokens. */
  ctx: number;
  layers: number;
  embd: number;
  name: string;
  /** Jinja text, 'none' for a model without a template; default: the built-in one with tools. */
  template?: string;
  /** Bias of starting a tool call: 1.9 makes calls, -3 makes none. */
  call: number;
  /** Text to learn merges from; without it every byte is a token. */
  corpus?: string;
  merges: number;
}

export const MODEL_DEFAULTS: ModelOptions = {
  seed: 1,
  ctx: 131072,
  layers: 2,
  embd: 64,
  name: 'Tiny Random Llama',
  call: -3,
  merges: 2000,
};

/**
 * A small but complete GGUF model (architecture "llama", F32, random weights) that a real llama-server loads. Nothing
 * it says means anything. The same options always give the same bytes.
 */
export function makeTinyModel(options: Partial<ModelOptions> = {}): {
  file: Buffer;
  parameters: number;
  vocabulary: number;
} {
  const full: ModelOptions = { ...MODEL_DEFAULTS, ...options };
  const vocabulary = makeVocabulary(full.corpus, full.merges);
  const tensors = makeWeights(vocabulary, full, full.seed, full.call);
  return {
    file: encodeGguf(metadata(full, vocabulary), tensors),
    parameters: tensors.reduce((sum, tensor) => sum + tensor.data.length, 0),
    vocabulary: vocabulary.tokens.length,
  };
}

/** The keys llama.cpp's loader reads, by its own names. */
function metadata(options: ModelOptions, { tokens, types, merges, ids }: Vocabulary): [string, Value][] {
  const u32 = (key: string, value: number): [string, Value] => [key, { type: 'u32', value }];
  const f32 = (key: string, value: number): [string, Value] => [key, { type: 'f32', value }];
  const str = (key: string, value: string | string[]): [string, Value] => [key, { type: 'str', value }];
  const bool = (key: string, value: boolean): [string, Value] => [key, { type: 'bool', value }];
  const template = options.template ?? CHAT_TEMPLATE;
  return [
    str('general.architecture', 'llama'),
    str('general.type', 'model'),
    str('general.name', options.name),
    str('general.description', 'random weights, for tests only'),
    u32('general.file_type', 0),
    u32('general.quantization_version', 2),
    u32('llama.block_count', options.layers),
    u32('llama.context_length', options.ctx),
    u32('llama.embedding_length', options.embd),
    u32('llama.feed_forward_length', feedForward(options)),
    u32('llama.attention.head_count', HEADS),
    u32('llama.attention.head_count_kv', KV_HEADS),
    u32('llama.attention.key_length', HEAD_SIZE),
    u32('llama.attention.value_length', HEAD_SIZE),
    f32('llama.attention.layer_norm_rms_epsilon', 1e-5),
    u32('llama.rope.dimension_count', HEAD_SIZE),
    f32('llama.rope.freq_base', 1e6),
    u32('llama.vocab_size', tokens.length),
    str('tokenizer.ggml.model', 'gpt2'),
    str('tokenizer.ggml.pre', 'gpt-2'),
    str('tokenizer.ggml.tokens', tokens),
    ['tokenizer.ggml.token_type', { type: 'i32', value: types }],
    str('tokenizer.ggml.merges', merges),
    u32('tokenizer.ggml.bos_token_id', ids.endOfText),
    u32('tokenizer.ggml.eos_token_id', ids.imEnd),
    u32('tokenizer.ggml.eot_token_id', ids.imEnd),
    u32('tokenizer.ggml.padding_token_id', ids.endOfText),
    bool('tokenizer.ggml.add_bos_token', false),
    bool('tokenizer.ggml.add_eos_token', false),
    ...(template === 'none' ? [] : [str('tokenizer.chat_template', template)]),
  ];
}
