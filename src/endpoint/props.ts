import type { LlamaProps, ProbeOptions, Target } from '../contract/index.ts';
import { isObject, jsonObject, numberOf, printable, stringOf } from './answer.ts';
import { authOf } from './auth.ts';
import { request } from './http.ts';
import { rootOf } from './url.ts';

/**
 * llama-server's `GET /props`; undefined for any other server. A router answers for itself (`role: "router"`, no
 * window); with `model` it passes the question to that model's child, which it would start if it is not running.
 */
export async function fetchProps(
  target: Target,
  options: ProbeOptions & { model?: string } = {},
): Promise<LlamaProps | undefined> {
  const { model, ...probe } = options;
  const query = model === undefined ? '' : `?model=${encodeURIComponent(model)}`;
  const answer = await request(`${rootOf(target.baseUrl)}/props${query}`, { ...probe, ...authOf(target) });
  return answer.ok && answer.status === 200 ? readProps(answer.body) : undefined;
}

const shown = (value: unknown): string => printable(stringOf(value) ?? '');

/** Reads a `/props` body; undefined when it is not llama-server's. */
export function readProps(body: string): LlamaProps | undefined {
  const json = jsonObject(body);
  const settings = json?.['default_generation_settings'];
  if (!json || !isObject(settings)) return undefined;
  const caps = isObject(json['chat_template_caps']) ? json['chat_template_caps'] : {};
  const { supports_tools: tools, supports_tool_calls: calls } = caps;
  const { vision } = isObject(json['modalities']) ? json['modalities'] : {};
  return {
    contextPerSlot: numberOf(settings['n_ctx']) ?? 0,
    slots: numberOf(json['total_slots']) ?? 0,
    model: shown(json['model_alias']),
    modelPath: shown(json['model_path']),
    build: shown(json['build_info']),
    ...(typeof tools === 'boolean' ? { supportsTools: tools } : {}),
    ...(typeof calls === 'boolean' ? { supportsToolCalls: calls } : {}),
    ...(typeof vision === 'boolean' ? { vision } : {}),
    ...(json['role'] === 'router' ? { role: 'router' } : {}),
  };
}
