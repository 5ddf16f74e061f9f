const SECRET_FLAGS = new Set(['--api-key', '--hf-token', '-hft']);

/** llama-server accepts `--ctx_size` for `--ctx-size`. */
export const normaliseFlag = (flag: string): string => (flag.startsWith('--') ? flag.replaceAll('_', '-') : flag);

/** Arguments of llama-server with the value of `--api-key` and of access tokens masked, fit to be stored and shown. */
export function maskSecrets(args: readonly string[], mask = '***'): string[] {
  return args.map((arg, i) => {
    if (SECRET_FLAGS.has(normaliseFlag(args[i - 1] ?? ''))) return mask;
    const [flag = ''] = arg.split('=', 1);
    return flag !== arg && SECRET_FLAGS.has(normaliseFlag(flag)) ? `${flag}=${mask}` : arg;
  });
}

/** Stands for a secret in a line that is to be pasted: whoever pastes it puts the secret in its place. */
export const SECRET_PLACEHOLDER = 'YOUR_SECRET';
