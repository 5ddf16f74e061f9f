import type { Script } from './types.ts';

/** What llama-server tells about itself (b11669; captures of a real one, shortened to what is used). */
export function facts(script: Script, path: string): { status?: number; body: object } | undefined {
  const models = script.models ?? ['scripted.gguf'];
  const nCtx = script.nCtx ?? 65_536;
  const slots = script.slots ?? 1;
  const [served = ''] = models;
  switch (path) {
    case '/health':
    case '/v1/health':
      return { body: { status: 'ok' } };
    case '/models':
    case '/v1/models':
      return {
        body: { models: models.map((name) => ({ name, model: name })), object: 'list', data: models.map(entry(nCtx)) },
      };
    case '/slots':
      return {
        body: Array.from({ length: slots }, (_, id) => ({ id, n_ctx: nCtx, speculative: false, is_processing: false })),
      };
    case '/props':
      return {
        body: {
          default_generation_settings: {
            params: { chat_format: 'Content-only', reasoning_format: 'none' },
            n_ctx: nCtx,
          },
          total_slots: slots,
          model_alias: served,
          model_ftype: 'Q4_K - Medium',
          model_path: `/models/${served}`,
          modalities: { vision: script.vision === true, video: false, audio: false },
          endpoint_slots: true,
          endpoint_props: false,
          endpoint_metrics: false,
          chat_template: '{%- if tools %}{{ tools }}{%- endif %}',
          chat_template_caps: {
            supports_object_arguments: true,
            supports_parallel_tool_calls: true,
            supports_preserve_reasoning: script.demandReasoning === true,
            supports_reasoning_effort: false,
            supports_string_content: true,
            supports_system_role: true,
            supports_tool_calls: true,
            supports_tools: true,
            supports_typed_content: false,
          },
          bos_token: '<|endoftext|>',
          eos_token: '<|im_end|>',
          build_info: 'b11669-Debian',
          is_sleeping: false,
        },
      };
    case '/metrics':
      return {
        status: 501,
        body: {
          error: {
            code: 501,
            message: 'This server does not support metrics endpoint. Start it with `--metrics`',
            type: 'not_supported_error',
          },
        },
      };
    default:
      return undefined;
  }
}

const entry = (nCtx: number) => (id: string) => ({
  id,
  aliases: [id],
  tags: [],
  object: 'model',
  architecture: { input_modalities: ['text'], output_modalities: ['text'] },
  created: 1_795_339_580,
  owned_by: 'llamacpp',
  meta: {
    vocab_type: 2,
    n_vocab: 262,
    n_ctx: nCtx,
    n_ctx_train: 131_072,
    n_embd: 64,
    n_params: 132_160,
    size: 528_640,
  },
});
