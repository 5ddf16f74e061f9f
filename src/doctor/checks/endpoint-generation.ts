import type { Check } from '../../contract/index.ts';
import { plural } from '../../errors/words.ts';
import { ask, refused } from '../chat.ts';
import { advise, fail, pass, seconds } from '../verdict.ts';

/** OpenAI's Responses API takes no smaller bound. */
const RESPONSES_MINIMUM = 16;

/** A token really comes: `/health` alone has been green on servers that could not generate. */
export const endpointGeneration: Check = {
  id: 'endpoint.generation',
  title: 'Generation',
  group: 'endpoint',
  after: ['endpoint.models'],
  timeoutMs: 30_000,
  subject: ({ place }) => place?.url,
  async run(context) {
    const maxTokens = context.target?.apiMode === 'codex_responses' ? RESPONSES_MINIMUM : 1;
    const answer = await ask(context, { messages: [{ role: 'user', content: 'Say hi.' }], maxTokens });
    if (!answer.ok) return refused(context, 'no token came', answer);
    const tokens = answer.usage?.completionTokens ?? (answer.text || answer.reasoning ? 1 : 0);
    if (tokens === 0 && !answer.text && !answer.reasoning) {
      return fail('the server answered, but without a single token', {
        fix: advise('Look into the log of the server; try the model in another program.'),
      });
    }
    return pass(`${plural(tokens, 'token')} in ${seconds(answer.ms)}`);
  },
};
