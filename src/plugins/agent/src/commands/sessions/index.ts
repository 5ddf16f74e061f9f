import SessionsList from './list.ts';

/** `hermes sessions` alone lists. */
export default class Sessions extends SessionsList {
  static override summary = 'List stored sessions, newest first; see the commands below it for more.';
  static override examples = ['<%= config.bin %> sessions'];
}
