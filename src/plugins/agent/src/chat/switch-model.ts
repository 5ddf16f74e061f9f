import type { Host } from '@hermes-ops/contract';
import { checkEndpoint, listedModels, windowOf } from './check-endpoint.ts';
import type { OpenChat } from './open-chat.ts';
import { isWhole, probeTemplate, takesSteering } from './probe-template.ts';

/**
 * Another model of the same server answers from now on. Window and template are asked again; the prompt stays as it is. Errors:
 * agent.model-missing where the server lists models and not this one, those of `checkEndpoint`; nothing has changed then.
 */
export async function switchModel(host: Host, chat: OpenChat, model: string): Promise<void> {
  const [now, ...others] = chat.deps.targets;
  const names = await listedModels(host, now.target);
  if (names.length > 0 && !names.includes(model)) {
    throw host.errors.user('agent.model-missing', `\`${model}\` is not among the models of ${chat.url}`, {
      try: ['/model lists them.', 'hermes model'],
      exit: 1,
    });
  }
  const target = { ...now.target, model };
  const facts = await checkEndpoint(host, target);
  const verdict = facts.templateKey ? await probeTemplate(host, target, facts.templateKey) : undefined;
  const steering = takesSteering(verdict, (await host.endpoint()).isLocal(target.baseUrl));
  chat.openTemplate = isWhole(verdict) ? undefined : facts.templateKey;
  chat.deps = {
    ...chat.deps,
    targets: [{ ...now, target, llamaServer: facts.llamaServer, steering }, ...others],
    window: { contextTokens: windowOf(chat.deps.settings.contextTokens, facts.contextTokens) },
    appendOnly: verdict?.appendOnly,
  };
}
