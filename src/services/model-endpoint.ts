import type { UserError } from '../contract/index.ts';
import { displayUrl } from '../endpoint/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { chooseKey, knownKey, withoutKeyFlags } from './model-key.ts';
import { savedFor, typedUrl } from './model-saved.ts';
import { urlFault } from './model-source.ts';
import type { CheckedEndpoint, Key, ModelSetup, SavedEndpoint } from './model-types.ts';
import { type Candidate, verify } from './model-verify.ts';

/**
 * Settles address and key of a custom endpoint and asks it. What does not answer can be corrected, kept or given up on
 * a terminal; without one it is an error.
 */
export async function askEndpoint(
  setup: ModelSetup,
  saved: readonly SavedEndpoint[],
  given: string | undefined,
): Promise<CheckedEndpoint> {
  const { dialogue } = setup;
  dialogue.say('Custom OpenAI-compatible endpoint configuration:');
  let typed = given;
  let before: Key | undefined;
  for (let first = true; ; first = false) {
    const baseUrl: string = first && given !== undefined ? given : await askUrl(setup, typed);
    const known = savedFor(saved, baseUrl);
    const proposed = before ?? knownKey(setup.config, known, baseUrl);
    const key: Key = await chooseKey(first ? setup : withoutKeyFlags(setup), baseUrl, proposed);
    const mode = setup.answers.apiMode ?? known?.apiMode;
    const apiMode = mode === 'auto' ? undefined : mode;
    const selector = commandLine('--base-url', displayUrl(baseUrl));
    const settled = await check(setup, { baseUrl, key, apiMode, selector });
    if (settled) return settled;
    [typed, before] = [baseUrl, key];
  }
}

/** Asks an address whose key is settled. Undefined: the user wants to try again. */
export async function check(setup: ModelSetup, candidate: Candidate): Promise<CheckedEndpoint | undefined> {
  const { baseUrl, key } = candidate;
  if (!setup.answers.verify) return { baseUrl, key };
  const result = await verify(setup, candidate);
  if (result.ok) return { baseUrl: result.baseUrl, key, report: result.report };
  if (!setup.dialogue.interactive) throw result.error;
  return (await keepAnyway(setup, result.error)) ? { baseUrl, key } : undefined;
}

async function keepAnyway({ dialogue }: ModelSetup, error: UserError): Promise<boolean> {
  dialogue.warn(
    `could not verify the endpoint: ${error.message.replace(/; nothing was written$/, '')} [${error.code}]`,
  );
  dialogue.say('1. Try again');
  dialogue.say('2. Keep it anyway');
  dialogue.say('3. Cancel');
  for (;;) {
    const answer = await dialogue.ask('Choice [1-3, Enter to try again]: ');
    if (answer === '' || answer === '1') return false;
    if (answer === '2') return true;
    if (answer === '3') throw error;
  }
}

async function askUrl({ dialogue }: ModelSetup, before: string | undefined): Promise<string> {
  for (;;) {
    const answer = await dialogue.ask(
      `API base URL [${before === undefined ? 'e.g. https://api.example.com/v1' : displayUrl(before)}]: `,
    );
    const url = answer === '' ? before : typedUrl(answer);
    const fault = url === undefined ? 'must start with http:// or https://' : urlFault(url);
    if (url !== undefined && fault === undefined) return url;
    dialogue.say(`The URL ${fault}.`);
  }
}
