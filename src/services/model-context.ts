import { smallWindowWarning } from '../catalog/limits.ts';
import { userError } from '../errors/hermes-error.ts';
import { count } from '../errors/words.ts';
import { confirm } from './model-confirm.ts';
import type { Detected, ModelSetup } from './model-types.ts';

const QUESTION = 'Context length in tokens [leave blank for auto-detect]: ';
const LARGEST = 1_000_000_000;

/**
 * A context length as people write it: `65536`, `65,536`, `64k` (64,000, as the public Hermes Agent reads it); nothing
 * or `auto` is null. Undefined when it is none of these.
 */
export function parseContextLength(text: string): number | null | undefined {
  const plain = text.trim().toLowerCase();
  if (plain === '' || plain === 'auto') return null;
  const match = /^(\d[\d,_]*)(k?)$/.exec(plain);
  if (!match) return undefined;
  const tokens = Number(match[1]?.replaceAll(/[,_]/g, '')) * (match[2] ? 1000 : 1);
  return tokens > 0 && tokens <= LARGEST ? tokens : undefined;
}

/** Why a declared window is not what a request will get; undefined when it is, or when nobody knows. */
export function aboveDetected(declared: number | null, report: Detected | undefined): string | undefined {
  const detected = report?.context?.tokens;
  if (declared === null || detected === undefined || declared <= detected) return undefined;
  const slots = report?.props?.slots ?? 1;
  const share = slots > 1 ? `, because it divides its context among ${slots} slots` : '';
  return `context length ${count(declared)} is more than the ${count(detected)} tokens that one request to this server can use${share}: longer conversations will fail before they are compressed`;
}

/** The one warning about a window that is too small for agents; undefined when it is large enough or unknown. */
export function belowFloor(declared: number | null, detected: number | undefined): string | undefined {
  const effective = Math.min(declared ?? detected ?? Number.POSITIVE_INFINITY, detected ?? Number.POSITIVE_INFINITY);
  return smallWindowWarning(effective);
}

/**
 * Tokens to declare, or null for auto-detection. Warns about a number that cannot be true; on a terminal it can be
 * mended.
 *
 * @param known what to take, instead of asking, when the command line says nothing
 */
export async function chooseContext(
  setup: ModelSetup,
  report: Detected | undefined,
  known?: number | null,
): Promise<number | null> {
  const { answers, dialogue } = setup;
  const given = answers.contextLength;
  const declared = given !== undefined ? contextFromFlag(given) : known !== undefined ? known : await askContext(setup);
  const tooMuch = aboveDetected(declared, report);
  const detected = report?.context?.tokens;
  let chosen = declared;
  if (tooMuch) {
    dialogue.warn(tooMuch);
    if (dialogue.interactive && detected !== undefined) {
      if (await confirm(dialogue, `Use the detected ${detected} instead?`, true)) chosen = detected;
    }
  }
  // One warning is enough: who was told that the declared number is too much has read the detected one.
  const tooSmall = tooMuch ? undefined : belowFloor(chosen, detected);
  if (tooSmall) dialogue.warn(tooSmall);
  return chosen;
}

function contextFromFlag(text: string): number | null {
  const tokens = parseContextLength(text);
  if (tokens !== undefined) return tokens;
  throw userError('usage.invalid', `--context-length ${text} is not a number of tokens`, {
    where: { flag: '--context-length' },
    try: ['--context-length 65536', '--context-length 64k', '--context-length auto'],
  });
}

async function askContext({ dialogue }: ModelSetup): Promise<number | null> {
  if (!dialogue.interactive) return null;
  for (;;) {
    const tokens = parseContextLength(await dialogue.ask(QUESTION));
    if (tokens !== undefined) return tokens;
    dialogue.say('Please give a number of tokens, such as 65536 or 64k, or press Enter.');
  }
}
