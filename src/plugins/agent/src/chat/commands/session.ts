import { plural } from '@hermes-ops/plugin-kit/numbers';
import { plainOf, shortAge } from '@hermes-ops/plugin-kit/plain';
import { beginsTurn } from '../../loop/conversation.ts';
import { sessionChoice } from '../../sessions/list.ts';
import { typedLine } from '../../sessions/typed-line.ts';
import type { Talk } from '../talk.ts';
import { type Choice, LEAVE, type SlashCommand } from './command.ts';

/** Rows of `/sessions`. */
const SHOWN = 12;

/** What the user began last, which `/undo` takes back. */
interface LastTurn {
  /** What the user said in it: the message that began it, and what was said while the model worked. */
  text: string;
  from: number;
  to: number;
  messages: number;
}

/** Undefined: nothing was said; `compressed`: it stands in the account of what was compressed. */
function lastTurn({ chat }: Talk): LastTurn | 'compressed' | undefined {
  const { messages } = chat.deps.conversation;
  const at = messages.findLastIndex((_message, i) => beginsTurn(messages, i));
  const [first, last] = [messages[at], messages.at(-1)];
  if (!first || !last) return undefined;
  if (first.replacement) return 'compressed';
  const said = messages.slice(at).filter(({ role }) => role === 'user');
  const text = said.map(({ content }) => content ?? '').join('\n\n');
  return { text, from: first.seq, to: last.seq, messages: messages.length - at };
}

/** Takes the last message and all that came of it out of the prompt; the store keeps it. */
function takeBack(talk: Talk, to: 'take back' | 'ask again'): LastTurn | undefined {
  const { conversation } = talk.chat.deps;
  conversation.save();
  const turn = lastTurn(talk);
  if (!turn || turn === 'compressed') {
    const why = turn
      ? 'your last message has been compressed; /compress undo brings it back'
      : `there is no message to ${to}`;
    talk.surface.out(`┊ ${why}`);
    return undefined;
  }
  conversation.log.replaceRange(conversation.id, turn.from, turn.to, []);
  conversation.reload();
  return turn;
}

async function undo(talk: Talk): Promise<void> {
  const turn = takeBack(talk, 'take back');
  if (!turn) return;
  talk.surface.out(
    `┊ taken back: ${plural(turn.messages, 'message')}; the model does not see them any more. Files that were changed stay as they are.`,
  );
  talk.surface.status(talk.status());
  talk.surface.offer(typedLine(turn.text));
}

async function retry(talk: Talk, signal: AbortSignal): Promise<void> {
  const text = talk.refused ?? takeBack(talk, 'ask again')?.text;
  if (text === undefined) return;
  talk.surface.out('┊ asking again');
  await talk.send(text, signal);
}

async function listSessions({ chat, host, surface }: Talk, words: string): Promise<void> {
  const found = chat.store.list({ limit: SHOWN, ...(words === '' ? {} : { text: words }) });
  if (found.length === 0) {
    surface.out(
      words === '' ? '┊ there are no sessions yet' : `┊ no session has ${JSON.stringify(words)} in its title`,
    );
    return;
  }
  surface.out(await sessionChoice(host, found, surface.columns()));
  surface.out('/resume ID or TITLE goes on with one');
}

async function resume(talk: Talk, wanted: string): Promise<void> {
  if (wanted === '') return listSessions(talk, '');
  const found = talk.chat.store.find(wanted);
  if (found?.id === talk.chat.deps.conversation.id) {
    talk.surface.out('┊ that is the session that is open');
    return;
  }
  await talk.reopen({ resume: wanted });
}

async function title({ chat, host, surface }: Talk, words: string): Promise<void> {
  const { id } = chat.deps.conversation;
  const text = words === '' ? (chat.store.get(id)?.title ?? '') : chat.store.rename(id, words);
  surface.out(text === '' ? '┊ the session has no title yet' : `┊ the session is called: ${await plainOf(host)(text)}`);
}

async function begin(talk: Talk, words: string): Promise<void> {
  await talk.reopen({});
  if (words !== '') await title(talk, words);
}

async function sessionChoices({ chat, host }: Talk, typed: string): Promise<Choice[]> {
  const plain = plainOf(host);
  const open = chat.deps.conversation.id;
  const found = chat.store
    .list({ limit: SHOWN, ...(typed === '' ? {} : { text: typed }) })
    .filter(({ id }) => id !== open);
  const about = found.map(async ({ id, title, updated }) => ({
    text: id,
    about: `${await plain(title)}, ${shortAge(Date.now() - Date.parse(updated))} ago`,
  }));
  return Promise.all(about);
}

/** About the session. */
export const SESSION: readonly SlashCommand[] = [
  { name: 'new', args: '[TITLE]', summary: 'a new session', run: begin },
  {
    name: 'resume',
    args: 'ID|TITLE',
    summary: 'go on with another session',
    run: resume,
    complete: sessionChoices,
  },
  {
    name: 'sessions',
    args: '[WORDS]',
    summary: 'the last sessions, or those with the words in their title',
    run: listSessions,
  },
  { name: 'title', args: '[TEXT]', summary: 'show or change the title', run: title },
  { name: 'undo', summary: 'take your last message and all that came of it back', run: undo },
  {
    name: 'retry',
    summary: 'take the last answer back and ask again',
    run: (talk, _rest, signal) => retry(talk, signal),
  },
  { name: 'quit', summary: 'end the chat', run: async () => LEAVE },
];
