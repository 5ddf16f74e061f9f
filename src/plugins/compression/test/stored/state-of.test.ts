import { expect, test } from 'vitest';
import { MODELS, PROPS } from '../../../../../test/helpers/scripted-llama.ts';
import { scriptedServer } from '../../../../../test/helpers/scripted-server.ts';
import { extraBodyFor } from '../../../agent/src/loop/thinking.ts';
import { asService } from '../../../agent/src/sessions/service.ts';
import { readSettings } from '../../../agent/src/settings.ts';
import { mainModel } from '../../src/stored/main-model.ts';
import { stateOf } from '../../src/stored/state-of.ts';
import { longSession, world } from '../world.ts';

test.each([
  ['reasoning_effort: high', { top_k: 20, chat_template_kwargs: { reasoning_effort: 'high' } }],
  ['reasoning_effort: false', { top_k: 20, chat_template_kwargs: { enable_thinking: false } }],
  ['reasoning_overrides: {m: low}', { top_k: 20, chat_template_kwargs: { reasoning_effort: 'low' } }],
  ['max_turns: 5', { top_k: 20 }],
])(
  'with `agent.%s` a request has the fields of the chat, so that the server reads the same prompt',
  async (line, fields) => {
    const { baseUrl } = await scriptedServer({
      'GET /v1/models': { body: MODELS },
      'GET /health': { body: { status: 'ok' } },
      'GET /props': { body: PROPS },
    });
    const config = `model: {base_url: "${baseUrl}", default: m, extra_body: {top_k: 20}}\nagent: {${line}}\n`;
    const { host, store } = world(config);
    const model = await mainModel(host);
    const { extraBody } = await stateOf(host, { sessions: asService(store), id: longSession(store), model });
    expect(extraBody).toEqual(fields);
    const chat = extraBodyFor(readSettings(await host.freshConfig()), {
      target: model.target,
      main: true,
      llamaServer: true,
    });
    expect(extraBody).toEqual(chat);
  },
);
