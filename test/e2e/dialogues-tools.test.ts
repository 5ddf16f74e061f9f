import { describe, test } from 'vitest';
import { answerDialogues } from '../dialogues/answers.ts';
import { brokenArguments } from '../dialogues/broken-arguments.ts';
import { runDialogue } from '../dialogues/run.ts';
import { toolDialogues } from '../dialogues/tools.ts';
import { dice, SEED, wordMaker } from '../helpers/scripted-model/words.ts';

const word = wordMaker(dice(SEED));

describe.each([
  { theme: 'tools', dialogues: toolDialogues(word) },
  { theme: 'broken arguments', dialogues: brokenArguments(word) },
  { theme: 'answers', dialogues: answerDialogues(word) },
])(`$theme (seed ${SEED})`, ({ dialogues }) => {
  test.each(dialogues)('$name', (dialogue) => runDialogue(dialogue));
});
