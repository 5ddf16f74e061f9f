import { showSettingFailure } from './setting-failure.ts';
import { failed, ok, type Tool } from './tool.ts';

/** What an origin means to somebody who reads the value. */
const ORIGINS: Record<string, string> = {
  file: 'from config.yaml',
  env: 'from the environment or .env',
  default: 'default',
};

export const configGetTool = (): Tool => ({
  name: 'config_get',
  description: 'Read a setting of this program (config.yaml), e.g. compression.threshold.',
  parameters: { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] },
  summary: ({ key }) => String(key),
  async run({ key }, { host }) {
    try {
      const found = await (await host.settings()).get(String(key));
      const value = found.text.trim();
      const where = ORIGINS[found.origin] ?? found.origin;
      const unread = found.known ? '' : '; nothing reads this key';
      return ok(`${found.key}: ${value.includes('\n') ? `\n${value}\n` : `${value} `}(${where}${unread})`);
    } catch (error) {
      return failed(showSettingFailure(host, error));
    }
  },
});
