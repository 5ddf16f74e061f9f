import type { OpenChat } from '../chat/open-chat.ts';
import { typedLine } from '../sessions/typed-line.ts';

const SESSIONS = 5;
const MESSAGES = 200;
const MOST = 100;

/** What the user wrote in the last sessions of this folder, newest last; accounts of earlier messages are not the user's. */
export function sentBefore({ store, deps }: OpenChat): string[] {
  const { workspace } = deps.environment;
  const sessions = store.list({ cwd: workspace, limit: SESSIONS }).reverse();
  return sessions
    .flatMap(({ id }) => store.messages(id, { original: true, last: MESSAGES }))
    .filter(({ role, replacement }) => role === 'user' && !replacement)
    .flatMap(({ content }) => (content ? [typedLine(content)] : []))
    .slice(-MOST);
}
