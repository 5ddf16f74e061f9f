import { err, inCi } from './output.ts';

/**
 * Runs one piece of work under a title. On a terminal the line is live (listr2); in a pipe it is printed once when the
 * work starts and once per distinct update.
 */
export async function step<T>(title: string, work: (update: (text: string) => void) => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY || process.stderr.columns === 0 || inCi()) {
    err(title);
    return work((text) => err(`${title}: ${text}`));
  }
  const { Listr } = await import('listr2');
  let result: { value: T } | undefined;
  const tasks = new Listr(
    [
      {
        title,
        task: async (_context, task) => {
          result = {
            value: await work((text) => {
              task.title = `${title}: ${text}`;
            }),
          };
          task.title = title;
        },
      },
    ],
    { registerSignalListeners: false, rendererOptions: { showErrorMessage: false }, renderer: 'default' },
  );
  await tasks.run();
  if (!result) throw new Error('the step ended without a result');
  return result.value;
}
