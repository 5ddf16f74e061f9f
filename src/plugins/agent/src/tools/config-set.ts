import type { Host, SettingChange } from '@hermes-ops/contract';
import { showSettingFailure } from './setting-failure.ts';
import { failed, ok, type Tool } from './tool.ts';

export const configSetTool = (): Tool => ({
  name: 'config_set',
  description: 'Change a setting of this program (config.yaml).',
  parameters: {
    type: 'object',
    properties: { key: { type: 'string' }, value: { type: 'string' } },
    required: ['key', 'value'],
  },
  summary: ({ key, value }) => `${key} = ${value}`,
  async review(args, { host }) {
    const [key, value] = [String(args['key']), String(args['value'])];
    const steers = (await host.settings()).needsApproval(key);
    return {
      action: `set ${key}`,
      detail: await host.mask(`${key}: ${await current(host, key)} -> ${value}`),
      reasons: [
        'it changes config.yaml',
        ...(steers ? ['it decides what may run, what is asked before, where requests go or what costs money'] : []),
      ],
      // What guards the rest is agreed to one by one.
      ...(steers ? { insist: true } : { remember: `${key}: ${value}` }),
    };
  },
  async run(args, { host }) {
    try {
      const change = await (await host.settings()).set(String(args['key']), String(args['value']));
      return change.ok ? ok(accepted(change)) : failed(refused(change));
    } catch (error) {
      return failed(showSettingFailure(host, error));
    }
  },
});

/** What holds now, on one line. */
async function current(host: Host, key: string): Promise<string> {
  const found = await (await host.settings()).get(key).catch(() => undefined);
  return found?.text.trim().replaceAll('\n', ' ') ?? '(not set)';
}

function accepted({ key, value, changed, verified, warnings }: SettingChange & { ok: true }): string {
  const first = `${key} is ${changed ? 'now' : 'already'} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  const check = verified?.listed === false ? [`not verified: ${verified.why}`] : [];
  return [first, ...check, ...warnings.map((warning) => `warning: ${warning}`)].join('\n');
}

function refused({ message, nearest, try: tries }: SettingChange & { ok: false }): string {
  const near = nearest === undefined || message.includes(nearest) ? [] : [`nearest: ${nearest}`];
  return ['nothing was changed: '.concat(message), ...near, ...tries].join('\n');
}
