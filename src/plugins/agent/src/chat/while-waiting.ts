/** How long a server may take before it is said that it is waited for, in ms. */
const PATIENCE_MS = 1_000;

/** Says what is waited for while the work takes longer than a moment, and that it is over. */
export async function whileWaiting<T>(
  work: Promise<T>,
  what: string,
  say: (what: string | undefined) => void,
): Promise<T> {
  let said = false;
  const timer = setTimeout(() => {
    said = true;
    say(what);
  }, PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (said) say(undefined);
  }
}
