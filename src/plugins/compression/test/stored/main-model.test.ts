import { describe, expect, test } from 'vitest';
import { freePort } from '../../../../../scripts/free-port.ts';
import { MODELS, PROPS, REFUSED_KEY } from '../../../../../test/helpers/scripted-llama.ts';
import { scriptedServer } from '../../../../../test/helpers/scripted-server.ts';
import { mainModel } from '../../src/stored/main-model.ts';
import { world } from '../world.ts';

const llama = (slots = 4, window = 16_384) =>
  scriptedServer({
    'GET /v1/models': { body: MODELS },
    'GET /health': { body: { status: 'ok' } },
    'GET /props': {
      body: { ...PROPS, total_slots: slots, default_generation_settings: { params: {}, n_ctx: window } },
    },
  });

const config = (baseUrl: string, more = '') => `model: {base_url: "${baseUrl}", ${more}}\n`;
const modelOf = (text: string) => mainModel(world(text).host);

describe('the window of a request', () => {
  test('is the smaller of what llama-server gives a slot and `model.context_length`', async () => {
    const { baseUrl } = await llama();
    const endpoint = { tokens: 16_384, source: 'props', slots: 4 };
    expect((await modelOf(config(baseUrl, 'default: m'))).window).toMatchObject({
      tokens: 16_384,
      by: 'endpoint',
      endpoint,
    });
    const larger = await modelOf(config(baseUrl, 'default: m, context_length: 65536'));
    expect(larger.window).toMatchObject({ tokens: 16_384, by: 'endpoint', configured: 65_536 });
    const smaller = await modelOf(config(baseUrl, 'default: m, context_length: 8192'));
    expect(smaller.window).toMatchObject({ tokens: 8_192, by: 'config', endpoint });
  });

  test('is the config’s while the endpoint is down, or not known, and says why', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}/v1`;
    const said = await modelOf(config(baseUrl, 'default: m, context_length: 8192'));
    expect(said).toMatchObject({
      down: expect.stringContaining('nothing listens'),
      window: { tokens: 8_192, by: 'config' },
    });
    const silent = await modelOf(config(baseUrl, 'default: m'));
    expect(silent.window).toMatchObject({ tokens: undefined, by: 'nobody', silent: 'it cannot be asked now' });
  });

  test('an endpoint that refuses the key is told of, and no failure', async () => {
    const { baseUrl } = await scriptedServer({ '*': REFUSED_KEY });
    const { down, window } = await modelOf(config(baseUrl, 'default: m, context_length: 8192'));
    expect(down).toContain('401');
    expect(window.tokens).toBe(8_192);
  });

  test('services on the internet are not asked', async () => {
    const { window, local, down } = await modelOf(config('https://api.example.com/v1', 'default: m'));
    expect({ window, local, down }).toMatchObject({
      window: { tokens: undefined, silent: 'services on the internet are not asked' },
      local: false,
      down: undefined,
    });
  });
});

describe('a config without a model', () => {
  test('means the only one that is listed', async () => {
    const { baseUrl } = await llama();
    expect((await modelOf(config(baseUrl))).target.model).toBe('tiny.gguf');
  });

  test('is an error where there are several, none, or nobody answers', async () => {
    const two = await scriptedServer({
      'GET /v1/models': { body: { object: 'list', data: [{ id: 'a' }, { id: 'b' }] } },
    });
    const none = await scriptedServer({ 'GET /v1/models': { body: { object: 'list', data: [] } } });
    const down = `http://127.0.0.1:${await freePort()}/v1`;
    for (const [baseUrl, why] of [
      [two.baseUrl, 'lists 2'],
      [none.baseUrl, 'lists none'],
      [down, 'nothing listens'],
    ] as const) {
      await expect(modelOf(config(baseUrl))).rejects.toMatchObject({
        code: 'compression.no-model',
        exit: 2,
        try: ['hermes model'],
        message: expect.stringContaining(why),
      });
    }
  });
});
