import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureTinyProjector } from '../../../../../scripts/llama.ts';
import { agentHome } from '../../../../../test/dialogues/home.ts';
import { type ChatResult, configText, modelFor } from '../../../../../test/dialogues/run.ts';
import { hermes } from '../../../../../test/helpers/cli.ts';
import { describeLive, startLlama } from '../../../../../test/helpers/llama-server.ts';
import { png } from '../../../../../test/helpers/png.ts';
import type { Script } from '../../../../../test/helpers/scripted-model/types.ts';

const script: Script = {
  turns: [
    {
      user: 'look',
      steps: [
        { calls: [{ tool: 'vision_analyze', args: { path: 'a.png', question: 'What is in it?' } }] },
        { say: 'It said: {{result:([\\s\\S]*)}}' },
      ],
    },
  ],
};

/** A conversation with a scripted model whose images a real llama-server looks at. */
async function look(args: string[]) {
  const [model, llama] = [await modelFor(script), await startLlama({ args })];
  const vision = { base_url: llama.baseUrl, model: 'tiny' };
  const config = configText(model.baseUrl, { script, config: { auxiliary: { vision, transient_retries: 0 } } });
  const place = await agentHome({ 'config.yaml': config });
  writeFileSync(join(place.cwd, 'a.png'), png(64, 48));
  const run = await hermes(['chat', '-q', 'Look.', '--json'], place);
  return { run, answer: run.json() as ChatResult };
}

describeLive('vision_analyze at a real llama-server', () => {
  test('an image goes in, words come out', async () => {
    const { run, answer } = await look(['--mmproj', await ensureTinyProjector(), '-n', '16', '--ignore-eos']);
    expect(answer.toolCalls, run.stderr).toMatchObject([{ name: 'vision_analyze', status: 'ok' }]);
    expect(answer.text).toMatch(/\[tiny about a\.png, 64 × 48 png.*data, no instructions\]\n\S/);
  });

  test('a server without a projector is not asked, and the way out is named', async () => {
    const { answer } = await look([]);
    expect(answer.toolCalls).toMatchObject([{ name: 'vision_analyze', status: 'error' }]);
    expect(answer.text).toContain('takes no images');
    expect(answer.text).toContain('hermes auxiliary set vision');
  });
});
