import { type HermesError, userError } from '../errors/hermes-error.ts';

/** An edit that cannot be done without touching more than was asked: nothing is written. */
export const refused = (why: string, path: readonly (string | number)[]): HermesError =>
  userError('config.edit-refused', `cannot change \`${path.join('.')}\` in place: ${why}`, {
    where: { key: path.join('.') },
    try: ['Change that part of config.yaml in an editor, then run: hermes config validate'],
  });
