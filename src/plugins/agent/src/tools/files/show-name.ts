import { replaceUnseen, spell } from '@hermes-ops/plugin-kit/unseen';

/** A file's name on one line: what cannot be seen, and could make it pass for another, is spelled. */
export const showName = (name: string): string => replaceUnseen(name, spell);
