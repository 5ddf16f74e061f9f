import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureTinyProjector } from '../../scripts/llama.ts';
import type { ApiMode, ChatResult } from '../../src/contract/index.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { tempDir } from '../helpers/home.ts';
import { describeLive, startLlama } from '../helpers/llama-server.ts';
import { png } from '../helpers/png.ts';

const MODES: ApiMode[] = ['chat_completions', 'codex_responses', 'anthropic_messages'];
const IMAGE = { mediaType: 'image/png', base64: png(64, 48).toString('base64') };

async function ask(baseUrl: string, apiMode: ApiMode, images: (typeof IMAGE)[]): Promise<ChatResult> {
  const room = createLlmRoom({ ops: join(tempDir(), 'ops') });
  const messages = [{ role: 'user' as const, content: 'What is it?', images }];
  return room.chat({ baseUrl, model: 'tiny', apiMode }, { task: 'vision', messages, maxTokens: 8 });
}

describeLive('images at a real llama-server', () => {
  test('with a projector it says so, and an image is 16 more tokens of the prompt in each API mode', async () => {
    const llama = await startLlama({ args: ['--mmproj', await ensureTinyProjector(), '--ignore-eos'] });
    expect(await createEndpointRoom().props({ baseUrl: llama.baseUrl })).toMatchObject({ vision: true });
    for (const mode of MODES) {
      const [without, withOne] = [await ask(llama.baseUrl, mode, []), await ask(llama.baseUrl, mode, [IMAGE])];
      if (!without.ok || !withOne.ok) throw new Error(JSON.stringify([without, withOne]));
      expect(withOne.text).not.toBe('');
      expect((withOne.usage?.promptTokens ?? 0) - (without.usage?.promptTokens ?? 0)).toBe(16);
    }
  });

  test('without one it says that, and what it answers to an image is known as that', async () => {
    const llama = await startLlama();
    expect(await createEndpointRoom().props({ baseUrl: llama.baseUrl })).toMatchObject({ vision: false });
    for (const mode of MODES) expect(await ask(llama.baseUrl, mode, [IMAGE])).toMatchObject({ failure: 'images' });
  });
});
