/** A key that people expect and that nothing reads: the flag of llama-server that does the same, with a usual value. */
export interface ServerFlag {
  flag: string;
  /** None for a flag that takes no value. */
  value?: string;
  /** How a model answers; other endpoints know it as well, but nothing that reads config.yaml sends it. */
  sampling?: boolean;
}

const sampling = (flag: string, value: string): ServerFlag => ({ flag, value, sampling: true });

/** Such keys by their names, in small letters with `_`. */
export const SERVER_FLAGS: ReadonlyMap<string, ServerFlag> = new Map([
  ['temperature', sampling('--temp', '0.4')],
  ['temp', sampling('--temp', '0.4')],
  ['top_p', sampling('--top-p', '0.95')],
  ['top_k', sampling('--top-k', '20')],
  ['min_p', sampling('--min-p', '0.05')],
  ['repeat_penalty', sampling('--repeat-penalty', '1.1')],
  ['repetition_penalty', sampling('--repeat-penalty', '1.1')],
  ['presence_penalty', sampling('--presence-penalty', '1.5')],
  ['frequency_penalty', sampling('--frequency-penalty', '0.5')],
  ['seed', sampling('--seed', '42')],
  ['n_gpu_layers', { flag: '-ngl', value: '99' }],
  ['gpu_layers', { flag: '-ngl', value: '99' }],
  ['num_gpu', { flag: '-ngl', value: '99' }],
  ['ngl', { flag: '-ngl', value: '99' }],
  ['flash_attn', { flag: '--flash-attn', value: 'on' }],
  ['flash_attention', { flag: '--flash-attn', value: 'on' }],
  ['fa', { flag: '--flash-attn', value: 'on' }],
  ['threads', { flag: '--threads', value: '8' }],
  ['n_threads', { flag: '--threads', value: '8' }],
  ['num_thread', { flag: '--threads', value: '8' }],
  ['batch_size', { flag: '--batch-size', value: '2048' }],
  ['n_batch', { flag: '--batch-size', value: '2048' }],
  ['ubatch_size', { flag: '--ubatch-size', value: '512' }],
  ['cache_type_k', { flag: '--cache-type-k', value: 'q8_0' }],
  ['cache_type_v', { flag: '--cache-type-v', value: 'q8_0' }],
  ['tensor_split', { flag: '--tensor-split', value: '1,1' }],
  ['main_gpu', { flag: '--main-gpu', value: '0' }],
  ['chat_template', { flag: '--chat-template', value: 'chatml' }],
  ['mmproj', { flag: '--mmproj', value: 'mmproj.gguf' }],
  ['jinja', { flag: '--jinja' }],
  ['mlock', { flag: '--mlock' }],
  ['no_mmap', { flag: '--no-mmap' }],
]);

const OLLAMA = 'Ollama takes it as a PARAMETER in the Modelfile of the model';

/** The same for keys that no flag stands for. */
export const HINTS: ReadonlyMap<string, string> = new Map([
  ['ollama_num_gpu', OLLAMA],
  ['ollama_num_thread', OLLAMA],
  ['num_predict', 'the longest answer is `model.max_tokens`'],
]);

const SAVED_ENDPOINTS =
  'write each endpoint under `providers:` with its `base_url` and `models`; the model in use is `model.default`';

/** Keys of the top level that other programs have, with what to write here; no name of ours is meant by them. */
export const ROOT_HINTS: ReadonlyMap<string, string> = new Map([
  ['models', SAVED_ENDPOINTS],
  ['model_list', SAVED_ENDPOINTS],
]);
