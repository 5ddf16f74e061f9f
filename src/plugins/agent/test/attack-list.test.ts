import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');

const OWN = 'src/plugins/agent/test';
const SHELL = `${OWN}/approvals/attacks.test.ts`;

/** Known attacks on agents in terminals by their number in the project's collection: a test that tries it, by its title. */
const TESTED: readonly (readonly [numbers: string, file: string, title: string])[] = [
  ['1-16, 19-24', SHELL, 'attack %i: %s'],
  ['14', `${OWN}/approvals/python.test.ts`, 'attack 14: python -c'],
  ['17', `${OWN}/approvals/approver.test.ts`, 'attack 17: the allow list'],
  ['18', `${OWN}/tools/terminal.test.ts`, 'what was looked at for one folder does not run in another'],
  [
    '25',
    `${OWN}/tools/write-file.test.ts`,
    'a folder that becomes a link between question and answer is not written through',
  ],
  ['25', `${OWN}/tools/files.test.ts`, 'attack 25: a link that has come into a path since it was checked'],
  ['25', `${OWN}/tools/read-file.test.ts`, 'a link that leads elsewhere after the check is not followed'],
  ['26', `${OWN}/tools/read-file.test.ts`, 'pipes, devices and /proc are never opened'],
  ['27', `${OWN}/tools/write-file.test.ts`, 'what is run later without anybody being asked needs a person each time'],
  [
    '28',
    `${OWN}/prompt/context-files.test.ts`,
    'F28: a link that leads out of the repository brings nothing into the prompt',
  ],
  ['31', 'test/e2e/agent-attacks.test.ts', 'attack 31: what a workspace brings'],
  ['32', 'test/e2e/agent-attacks.test.ts', 'attack 32: without a terminal nothing is trusted'],
  ['31', `${OWN}/skills/catalogue.test.ts`, 'attack 31: a skill of the workspace takes no name of the home'],
  ['32', `${OWN}/skills/agree.test.ts`, 'attack 32: without a terminal nothing of a workspace is loaded'],
  ['34', 'test/e2e/agent-attacks.test.ts', 'attack 34: the agent does not change'],
  ['35', 'test/host/paths.test.ts', 'F35: what is asked must not choose the home'],
  ['38', `${OWN}/tools/search-files.test.ts`, 'a ripgrep that lies in the workspace is not run'],
  ['39', `${OWN}/skills/check.test.ts`, 'attack 39: %s is seen'],
  ['39', `${OWN}/skills/skill-tool.test.ts`, 'attack 39: %s leads out of the skill and is refused'],
  ['39', `${OWN}/skills/check.test.ts`, 'attack 39: a command that goes on %s is seen'],
  ['40', `${OWN}/skills/skill-tool.test.ts`, 'attack 40: variables and commands in a skill stay text'],
  ['33', `${OWN}/mcp/consent.test.ts`, 'attack 33: an approved server with another %s asks again'],
  [
    '41',
    `${OWN}/mcp/consent.test.ts`,
    'attack 41: a description that changes after it was agreed to is asked about again',
  ],
  ['41', `${OWN}/mcp/consent.test.ts`, 'attack 41: the full text of descriptions and schemas is shown'],
  ['42, 49', `${OWN}/mcp/tools.test.ts`, 'attack 42 and 49: whatever tools are called, the model sees plain names'],
  ['43', `${OWN}/mcp/hostile.test.ts`, 'attack 43: results are data'],
  ['41', `${OWN}/mcp/consent.test.ts`, 'attack 41: no line of a description passes for another tool'],
  ['44', `${OWN}/mcp/hostile.test.ts`, 'attack 44: no sampling, and a form is never sent without the user'],
  ['44', `${OWN}/mcp/elicit.test.ts`, 'attack 44: a form that asks for %s'],
  ['49-50', `${OWN}/mcp/bundle.test.ts`, 'attack 49 and 50: what the SDK says on the console'],
  ['45', `${OWN}/mcp/consent.test.ts`, 'attack 45: a server is started only after its command line was agreed to'],
  ['46', `${OWN}/mcp/http.test.ts`, 'attack 46: headers go to the declared address alone'],
  ['47', `${OWN}/mcp/hostile.test.ts`, 'attack 47: a server gets declared variables and harmless ones'],
  ['48', `${OWN}/loop/wire-schema.test.ts`, 'F48: a schema that refers to itself ends'],
  ['48', `${OWN}/mcp/agreements.test.ts`, 'attack 48: a schema of absurd depth'],
  ['48', `${OWN}/mcp/tools.test.ts`, 'attack 48: a tool whose schema %s is left out'],
  ['50-51', 'test/plugin-kit/neutral.test.ts', 'attack 50 and 51: escape sequences'],
  ['50-51', 'test/e2e/dialogues-interrupted.test.ts', 'escape sequences of the model and of tools are not obeyed'],
  ['52', `${OWN}/approvals/question-text.test.ts`, 'attack 52: what is asked about is seen'],
  ['50-51, 53', `${OWN}/markdown/limits.test.ts`, 'attack 50: what a model hides behind Markdown'],
  ['53', 'test/plugin-kit/neutral.test.ts', 'attack 53: characters that cannot be seen'],
  ['54', 'test/e2e/dialogues-interrupted.test.ts', 'what was typed before the question appeared is no answer to it'],
  ['55', 'test/e2e/dialogues-interrupted.test.ts', 'several lines pasted at once are no answer'],
  ['50-51', 'test/e2e/screen-attacks.test.ts', 'attack 50 and 51: nothing that model, tools, files, server, clipboard'],
  [
    '28, 50',
    `${OWN}/screen/choices.test.ts`,
    'attack 28 and 50: names that act, hide or cannot be typed are not offered',
  ],
  ['52', `${OWN}/screen/questions.test.ts`, 'attack 52: what does not fit into a row goes on behind its mark'],
  ['52', `${OWN}/screen/view.test.ts`, 'attack 52: in the lowest terminal a question that takes keys is still seen'],
  ['52', `${OWN}/screen/dialog.test.ts`, 'attack 52: at %i columns the answer that Enter gives is shown'],
  ['52', `${OWN}/render/tool-line.test.ts`, 'attack 52: blanks push nothing of a call out of sight'],
  ['54', 'test/e2e/screen-attacks.test.ts', 'attack 54: in a small terminal, typed before its question'],
  ['54', `${OWN}/screen/dialog.test.ts`, 'attack 54: who is typing when the question appears'],
  ['55', `${OWN}/screen/dialog.test.ts`, 'attack 55: what comes right behind a paste does not answer'],
  ['56', 'test/e2e/screen-attacks.test.ts', 'attack 56: a signal in the middle of an answer gives the terminal back'],
  ['56', `${OWN}/chat/hold-talk.test.ts`, 'attack 56: a defect of the screen gives the terminal back'],
  ['57', 'test/e2e/agent-sessions.test.ts', 'nothing that is stored acts on the terminal, and no secret is shown'],
  [
    '58',
    `${OWN}/tools/terminal.test.ts`,
    'commands see no secrets of the environment but those that the config passes on',
  ],
  ['59', 'test/e2e/agent-attacks.test.ts', 'attack 59: keys reach neither model, store, ledger, output'],
  ['60', SHELL, 'attack 60: requests'],
  ['60', `${OWN}/tools/web-fetch.test.ts`, 'attack 60: %s in the URL is said'],
  ['60', `${OWN}/web/fetch.test.ts`, 'attack 60: private addresses get no connection'],
  ['60', `${OWN}/web/fetch.test.ts`, 'attack 60: each redirect is checked anew'],
  ['60', `${OWN}/web/fetch.test.ts`, 'attack 60: what a connection has really reached is looked at once more'],
  ['60', `${OWN}/mcp/login-origins.test.ts`, 'attack 60: a server on the internet leads its login to no %s'],
  ['46, 60', `${OWN}/mcp/login-origins.test.ts`, 'attack 60: a login goes to the very address that was checked'],
  ['60', `${OWN}/web/address-class.test.ts`, 'no spelling of a private IPv4 address is fetched from'],
  ['61', `${OWN}/web/page.test.ts`, 'attack 61: what a page hides from its reader'],
  ['61', 'test/e2e/dialogues-web.test.ts', 'attack 61: what a page orders is done by nobody'],
  ['62', `${OWN}/memory/memory.test.ts`, 'orders to the model and commands are asked about, facts are not'],
  ['63', `${OWN}/tools/session-search.test.ts`, 'quotes what was said, as data'],
  ['64', 'test/e2e/agent-attacks.test.ts', 'attack 64: what is kept is for its owner only'],
  ['65', `${OWN}/approvals/approver.test.ts`, 'attack 65: what one approver was told no other knows'],
  ['65', `${OWN}/skills/skill-tool.test.ts`, 'attack 65: allowed-tools change no review'],
  ['66', SHELL, 'attack 66: long and hostile texts are answered'],
  ['66', `${OWN}/markdown/limits.test.ts`, 'what is too much is shown as it stands'],
  ['66', `${OWN}/tools/search-files.test.ts`, 'a pattern that backtracks without end is stopped'],
  ['67', `${OWN}/skills/frontmatter.test.ts`, 'attack 67: bombs of aliases, depth and size are refused'],
];

/** Attacks on what this plugin does not have, and why. */
const ELSEWHERE: readonly (readonly [numbers: string, why: string])[] = [
  ['29-30', 'it unpacks no archives and turns nothing back'],
  ['36', 'it listens on nothing'],
  ['37', 'it runs no git of its own accord, and no git command unasked'],
];

const numbersIn = (text: string): number[] =>
  text.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });

test.each(TESTED)('%s: %s', (_numbers, file, title) => {
  expect(readFileSync(join(ROOT, file), 'utf8')).toContain(title);
});

test('each of the 67 has a test or a reason', () => {
  const all = [...TESTED, ...ELSEWHERE].flatMap(([numbers]) => numbersIn(numbers));
  expect([...new Set(all)].sort((a, b) => a - b)).toEqual(Array.from({ length: 67 }, (_, i) => i + 1));
});
