/** Writes a tiny GGUF model for tests: `node scripts/make-tiny-model.ts OUT.gguf [options]`; see scripts/tiny-model/make.ts. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MODEL_DEFAULTS, type ModelOptions, makeTinyModel } from './tiny-model/make.ts';

const USAGE =
  'usage: make-tiny-model.ts OUT.gguf [--seed N] [--ctx N] [--name NAME] [--layers N] [--embd N] [--template FILE|none] [--call BIAS] [--bpe TEXT] [--merges N]';

function main(argv: readonly string[]): void {
  const { values, positionals } = parseArgs({
    args: joinValues(argv),
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      ctx: { type: 'string' },
      layers: { type: 'string' },
      embd: { type: 'string' },
      call: { type: 'string' },
      merges: { type: 'string' },
      name: { type: 'string' },
      template: { type: 'string' },
      bpe: { type: 'string' },
    },
  });
  const [out, ...extra] = positionals;
  if (out === undefined || extra.length > 0) throw new Error('one output file is needed');
  const number = (name: 'seed' | 'ctx' | 'layers' | 'embd' | 'call' | 'merges'): number => {
    const value = Number(values[name] ?? MODEL_DEFAULTS[name]);
    if (!Number.isFinite(value)) throw new Error(`--${name} needs a number`);
    return value;
  };
  const options: ModelOptions = {
    seed: number('seed'),
    ctx: number('ctx'),
    layers: number('layers'),
    embd: number('embd'),
    call: number('call'),
    merges: number('merges'),
    name: values.name ?? MODEL_DEFAULTS.name,
    ...(values.template
      ? { template: values.template === 'none' ? 'none' : readFileSync(values.template, 'utf8') }
      : {}),
    ...(values.bpe ? { corpus: readFileSync(values.bpe, 'utf8') } : {}),
  };
  const { file, parameters, vocabulary } = makeTinyModel(options);
  writeFileSync(out, file);
  const digest = createHash('sha256').update(file).digest('hex').slice(0, 16);
  console.log(`${out}: ${file.length} bytes, ${parameters} parameters, ${vocabulary} tokens, sha256 ${digest}`);
}

/** `--call -3` as `--call=-3`: parseArgs would take a negative number for a flag. */
function joinValues(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? '';
    const next = argv[i + 1];
    if (arg.startsWith('--') && !arg.includes('=') && next !== undefined) {
      joined.push(`${arg}=${next}`);
      i++;
    } else joined.push(arg);
  }
  return joined;
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 2;
}
