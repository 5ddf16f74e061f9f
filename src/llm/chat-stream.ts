import type { ChatEvent } from '../contract/index.ts';
import { isObject } from '../endpoint/index.ts';
import type { StreamMode } from './attempt.ts';
import { callsIn, chatBody, chatUsage, readChat } from './chat-completions.ts';
import { addCall, addReasoning, addText, type Draft, progressOf } from './draft.ts';
import { openAiEvents } from './openai-client.ts';
import { notAnObject } from './shape.ts';
import { asObject, asText, isNumber, type Json, saidIn, thoughtIn, timingsOf } from './wire.ts';

/** `POST <base>/chat/completions` with `stream: true`. Ends with `finish_reason`, then usage, then `[DONE]`. */
export const chatStream: StreamMode = {
  events: (target, request, wire) =>
    openAiEvents(target, wire, '/chat/completions', {
      ...chatBody(target, request),
      stream: true,
      stream_options: { include_usage: true },
      ...(request.progress ? { return_progress: true } : {}),
    }),
  reader: () => read,
  readWhole: readChat,
};

function* read(chunk: Json, draft: Draft): Generator<ChatEvent> {
  draft.model ||= asText(chunk['model']);
  draft.usage = chatUsage(chunk['usage']) ?? draft.usage;
  draft.timings = timingsOf(chunk['timings']) ?? draft.timings;
  yield* progressOf(chunk, draft);
  const choice = choiceOf(chunk, draft);
  if (!choice) return;
  const delta = asObject(choice['delta']);
  yield* addReasoning(
    draft,
    asText(delta['reasoning_content']) || asText(delta['reasoning']) || thoughtIn(delta['content']),
  );
  yield* addText(draft, saidIn(delta['content']) || asText(delta['refusal']));
  const calls = callsIn(delta);
  for (const call of calls) {
    const { name, arguments: args } = asObject(call['function']);
    const index = call['index'];
    yield* addCall(draft, {
      ...(isNumber(index) ? { index } : {}),
      id: asText(call['id']),
      name: asText(name),
      arguments: args,
    });
  }
  if (draft.text || draft.reasoning || calls.length > 0) draft.choice ??= choice['index'];
  if (asText(choice['finish_reason'])) draft.finish = asText(choice['finish_reason']);
}

/** Several answers may be told apart by their index; most servers give one, and some leave its index out. */
const isOf = (choice: unknown, index: unknown): boolean => (asObject(choice)['index'] ?? index) === index;

/** The part of an answer that a chunk brings. There is none in a chunk that counts tokens, and none may say so. */
function choiceOf({ choices }: Json, draft: Draft): Json | undefined {
  const list: readonly unknown[] = Array.isArray(choices) ? choices : [];
  const choice = draft.choice === undefined ? list[0] : list.find((one) => isOf(one, draft.choice));
  if (!Array.isArray(choices)) draft.fault ??= '`choices` is missing';
  else if (choices.length === 0 || (choice === undefined && draft.choice !== undefined)) return undefined;
  else if (!isObject(choice)) draft.fault ??= notAnObject(choice, 'choices[0]');
  else if (!isObject(choice['delta']) && !asText(choice['finish_reason']))
    draft.fault ??= notAnObject(choice['delta'], 'choices[0].delta');
  else {
    draft.begun = true;
    return choice;
  }
  return undefined;
}
