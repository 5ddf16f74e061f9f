import { backupsIn, configFrom, type Edit, editFile } from '../config/index.ts';
import { displayUrl } from '../endpoint/index.ts';
import { writtenInPlace } from '../errors/words.ts';
import { confirm } from './model-confirm.ts';
import { type Active, sameEntry, savedEndpoints } from './model-saved.ts';
import type { ModelSetup, SavedEndpoint } from './model-types.ts';

/** Asks which saved endpoint to take out of the file, and whether really. Undefined when the answer is no. */
export async function chooseRemoval(
  { dialogue }: ModelSetup,
  saved: readonly SavedEndpoint[],
  active: Active,
): Promise<SavedEndpoint | undefined> {
  dialogue.say('Remove a saved endpoint:');
  for (const [i, { name, baseUrl }] of saved.entries()) dialogue.say(`${i + 1}. ${name} (${displayUrl(baseUrl)})`);
  let endpoint: SavedEndpoint | undefined;
  while (!endpoint) {
    const answer = await dialogue.ask(`Choice [1-${saved.length}, Enter for none]: `);
    if (answer === '') return undefined;
    endpoint = /^\d+$/.test(answer) ? saved[Number(answer) - 1] : saved.find(({ name }) => name === answer);
  }
  if (active.kind === 'saved' && active.endpoint === endpoint) {
    dialogue.warn(`"${endpoint.name}" is the active endpoint: \`model\` keeps pointing to it until you choose another`);
  }
  return (await confirm(dialogue, `Remove "${endpoint.name}"?`, false)) ? endpoint : undefined;
}

/** Takes the entry out; a key of it stays in `.env`, where others may use it, and is named. */
export async function removeEndpoint(setup: ModelSetup, endpoint: SavedEndpoint): Promise<boolean> {
  const { paths, config, dialogue } = setup;
  const edits = (text: string): Edit[] => {
    const now = sameEntry(savedEndpoints(configFrom(paths.config, text, config.env)), endpoint);
    return now ? [{ path: now.at, remove: true }] : [];
  };
  const { changed, inPlace } = await editFile(paths.config, edits, { backups: backupsIn(paths.ops) });
  if (inPlace) dialogue.warn(writtenInPlace(paths.config));
  dialogue.say(changed ? `Removed "${endpoint.name}" from config.yaml` : `"${endpoint.name}" was gone already`);
  const { key_env: name } = endpoint.entry;
  if (name) dialogue.say(`Its key stays in .env as ${name}`);
  return changed;
}
