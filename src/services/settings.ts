import {
  configFrom,
  holdsSecret,
  isMapping,
  type KeyPath,
  readEnvFile,
  setKey,
  settingsRoom,
  toYaml,
} from '../config/index.ts';
import type { SettingChange, SettingsRoom } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { isHermesError } from '../errors/hermes-error.ts';
import { type ReadHost, readKey } from './read-config.ts';
import { checkSetting } from './settings-model.ts';

/**
 * See the contract: config.yaml for somebody who acts on behalf of the user, such as a model. Beyond `hermes config set`
 * no secret can be written, and a model that its provider does not list is refused before anything is written.
 */
export async function createSettings(host: ReadHost, env: NodeJS.ProcessEnv): Promise<SettingsRoom> {
  const room = await settingsRoom();
  return {
    async get(key) {
      const got = await readKey(host, key, {}, env);
      const { value, origin, known } = got;
      return { key: got.key, value, text: toYaml(value), origin, known };
    },
    async set(key, value) {
      try {
        return await change(host, env, key, value);
      } catch (error) {
        if (!isHermesError(error)) throw error;
        return { ok: false, code: error.code, message: error.message, try: error.try };
      }
    },
    needsApproval: (key) => room.needsApproval(key),
  };
}

async function change(host: ReadHost, env: NodeJS.ProcessEnv, key: string, text: string): Promise<SettingChange> {
  const { dataOf, parseYaml, previewKey, secretIn, valueAt } = await settingsRoom();
  const { paths } = host;
  if (holdsSecret(key)) return secretRefused(key, `\`${key}\` holds a secret`);
  const plugins = () => host.sections();
  const { path, before, text: after } = await previewKey(paths, key, text, { plugins });
  const written = dataOf(parseYaml(after), paths.config);
  const secret = secretIn(path, valueAt(written, path));
  if (secret) return secretRefused(key, secret);
  if (path[0] === 'model' && path[1] === 'default' && isMapping(valueAt(written, path))) {
    const message = '`model` is set key by key, not as a whole; nothing was written';
    return {
      ok: false,
      code: 'config.type',
      message,
      try: ['Set `model.default`, `model.provider` and so on, one by one.'],
    };
  }
  const known = { ...env, ...(await readEnvFile(paths.env)) };
  const configs = [before, after].map((it) => configFrom(paths.config, it, known)) as [LoadedPair, LoadedPair];
  const check = await checkSetting(configs[0], configs[1], path as KeyPath);
  if (check.refused) return check.refused;
  const done = await setKey(paths, key, text, { plugins });
  return {
    ok: true,
    key: done.key,
    value: done.value,
    changed: done.changed,
    file: done.file,
    ...(check.verified ? { verified: check.verified } : {}),
    warnings: [...done.notes, ...done.warnings.map(({ message }) => message), ...check.warnings],
  };
}

type LoadedPair = ReturnType<typeof configFrom>;

const secretRefused = (key: string, why: string): SettingChange => ({
  ok: false,
  code: 'settings.secret',
  message: `${why}, and secrets do not pass through a conversation; nothing was written`,
  try: [`The user types it in a terminal: ${commandLine('hermes', 'config', 'set', key, '-')}`],
});
