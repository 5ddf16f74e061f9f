import type { ModelInfo } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { nearest } from '../errors/nearest.ts';
import { confirm } from './model-confirm.ts';
import type { Detected, Dialogue, ModelSetup } from './model-types.ts';

/** How many models a list shows at once. */
const SHOWN = 20;

/** How many names an error repeats. */
const NAMED = 5;

/** The listed model that a text means: its id or one of its aliases. */
export const findModel = (models: readonly ModelInfo[], text: string): ModelInfo | undefined =>
  models.find(({ id }) => id === text) ?? models.find(({ aliases }) => aliases.includes(text));

export const filterModels = (models: readonly ModelInfo[], text: string): ModelInfo[] =>
  models.filter(({ id }) => id.toLowerCase().includes(text.toLowerCase()));

/** The model to take without asking: the preferred one where it is listed, the only one, the only loaded one. */
export function defaultModel(models: readonly ModelInfo[], preferred: string | undefined): string | undefined {
  if (preferred && findModel(models, preferred)) return preferred;
  if (models.length === 1) return models[0]?.id;
  const loaded = models.filter((model) => model.loaded);
  return loaded.length === 1 ? loaded[0]?.id : undefined;
}

/**
 * Settles the model: flag, else question, else default.
 *
 * @param report undefined where the endpoint was not asked
 * @param preferred the model that is saved for this endpoint
 */
export async function chooseModel(
  setup: ModelSetup,
  report: Detected | undefined,
  preferred: string | undefined,
): Promise<string> {
  const { answers, dialogue } = setup;
  const models = report?.models.ok ? report.models.models : [];
  if (answers.model !== undefined) {
    if (await confirmUnlisted(setup, report, answers.model)) return answers.model;
  } else if (!dialogue.interactive) {
    return withoutAsking(setup, models, report, preferred);
  }
  if (models.length === 0) return askName(dialogue, preferred);
  for (;;) {
    const model =
      models.length === 1 ? await askSole(dialogue, models, preferred) : await askMany(dialogue, models, preferred);
    if (await confirmUnlisted(setup, report, model)) return model;
  }
}

function withoutAsking(
  { dialogue }: ModelSetup,
  models: readonly ModelInfo[],
  report: Detected | undefined,
  preferred: string | undefined,
): string {
  const model = report ? defaultModel(models, preferred) : preferred;
  if (model !== undefined) {
    if (models.length === 1) dialogue.say(`Detected model: ${model}`);
    return model;
  }
  const [first] = models;
  const message = first
    ? `${models.length} models are listed and none of them is the obvious one`
    : 'there is no list of models to choose from';
  throw userError('model.not-chosen', `${message}; nothing was written`, {
    where: { flag: '--model' },
    try: first ? models.slice(0, NAMED).map(({ id }) => `--model ${id}`) : ['Name it: --model NAME'],
  });
}

/**
 * True when the model may be used although the list lacks it. A llama-server with one model answers to any name, so
 * there it is only worth a warning; elsewhere a person decides, and without one it is an error.
 */
async function confirmUnlisted(setup: ModelSetup, report: Detected | undefined, model: string): Promise<boolean> {
  if (!report?.models.ok || findModel(report.models.models, model)) return true;
  const { models } = report.models;
  const { dialogue } = setup;
  if (models.length === 0) return true;
  const sole = report.kind === 'llama-server' && models.length === 1 ? models[0]?.id : undefined;
  if (sole !== undefined) {
    dialogue.warn(`this llama-server serves ${sole} whatever the request names; ${model} is not its name`);
    return true;
  }
  if (dialogue.interactive) {
    dialogue.warn(`${model} is not among the ${models.length} models of this endpoint`);
    return confirm(dialogue, 'Use it anyway?', false);
  }
  const ids = models.map(({ id }) => id);
  const meant = nearest(model, ids);
  throw userError(
    'model.not-listed',
    `${model} is not among the ${models.length} models of this endpoint; nothing was written`,
    {
      where: { flag: '--model' },
      try: [meant ? `Did you mean --model ${meant}?` : listed(ids), 'To use it all the same add --no-verify.'],
    },
  );
}

function listed(ids: readonly string[]): string {
  const rest = ids.length - NAMED;
  return `Listed: ${ids.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

async function askName(dialogue: Dialogue, preferred: string | undefined): Promise<string> {
  for (;;) {
    const answer = await dialogue.ask(preferred ? `Model name [${preferred}]: ` : 'Model name: ');
    const model = answer || preferred;
    if (model) return model;
    dialogue.say('Please type the name that requests are to carry.');
  }
}

/** One listed model; a saved one with another name is not offered, because this server no longer knows it. */
async function askSole(
  dialogue: Dialogue,
  models: readonly ModelInfo[],
  preferred: string | undefined,
): Promise<string> {
  const model = defaultModel(models, preferred) ?? '';
  dialogue.say(`Detected model: ${model}`);
  return (await confirm(dialogue, 'Use this model?', true)) ? model : askName(dialogue, undefined);
}

async function askMany(
  dialogue: Dialogue,
  models: readonly ModelInfo[],
  preferred: string | undefined,
): Promise<string> {
  const preselected = defaultModel(models, preferred);
  let listed: readonly ModelInfo[] = models;
  for (;;) {
    const shown = listed.slice(0, SHOWN);
    dialogue.say(listed === models ? 'Available models:' : `Matching models (${listed.length} of ${models.length}):`);
    for (const [i, { id }] of shown.entries()) {
      dialogue.say(`${i + 1}. ${id}${id === preselected ? (id === preferred ? ' [current]' : ' [loaded]') : ''}`);
    }
    if (listed.length > shown.length)
      dialogue.say(`... and ${listed.length - shown.length} more: type a part of the name`);
    const enter = preselected ? `, Enter for ${preselected}` : '';
    const answer = await dialogue.ask(`Model [1-${shown.length}, or a name${enter}]: `);
    const model = answer === '' ? preselected : (numbered(shown, answer) ?? findModel(models, answer)?.id);
    if (model) return model;
    const matching = answer === '' ? models : filterModels(models, answer);
    if (matching.length === 0) return answer;
    listed = matching;
  }
}

const numbered = (shown: readonly ModelInfo[], answer: string): string | undefined =>
  /^\d+$/.test(answer) ? shown[Number(answer) - 1]?.id : undefined;
