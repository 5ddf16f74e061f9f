import SkillsList from './list.ts';

/** `hermes skills` alone lists. */
export default class Skills extends SkillsList {
  static override summary = 'List skills; see the commands below it for more.';
  static override examples = ['<%= config.bin %> skills'];
}
