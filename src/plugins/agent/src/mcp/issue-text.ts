/** What a check of the SDK says against a value. */
export interface Issue {
  path?: readonly unknown[] | undefined;
  message: string;
}

/** The first of them in words, with its place. */
export function issueText(issues: readonly Issue[]): string {
  const [first, ...more] = issues.map(({ path = [], message }) => `${placeOf(path)}: ${message}`);
  return `${first}${more.length > 0 ? `, and ${more.length} more` : ''}`;
}

const placeOf = (path: readonly unknown[]): string =>
  path.map((one, at) => (typeof one === 'number' ? `[${one}]` : `${at > 0 ? '.' : ''}${String(one)}`)).join('');
