import { describe, test } from 'vitest';
import { faultDialogues } from '../dialogues/faults.ts';
import { runDialogue } from '../dialogues/run.ts';
import { sessionDialogues } from '../dialogues/sessions.ts';
import { worldDialogues } from '../dialogues/worlds.ts';
import { dice, SEED, wordMaker } from '../helpers/scripted-model/words.ts';

const word = wordMaker(dice(SEED));

describe.each([
  { theme: 'faults', dialogues: faultDialogues(word) },
  { theme: 'sessions and approvals', dialogues: sessionDialogues(word) },
  { theme: 'worlds', dialogues: worldDialogues(word) },
])(`$theme (seed ${SEED})`, ({ dialogues }) => {
  test.each(dialogues)('$name', (dialogue) => runDialogue(dialogue));
});
