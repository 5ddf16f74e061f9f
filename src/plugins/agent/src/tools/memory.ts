import { openMemory } from '../memory/open.ts';
import { suspicions } from '../memory/scan.ts';
import type { MemoryTarget } from '../memory/targets.ts';
import { settingOf } from './setting-of.ts';
import { failed, ok, type Tool } from './tool.ts';

export const memoryTool = (): Tool => ({
  name: 'memory',
  description: 'Keep facts for later sessions: about the user (user) or the work (memory).',
  parameters: {
    type: 'object',
    properties: {
      action: { type: 'string', enum: ['add', 'replace', 'remove'] },
      target: { type: 'string', enum: ['memory', 'user'] },
      text: { type: 'string' },
      old: { type: 'string', description: 'part of the entry to replace or remove' },
    },
    required: ['action', 'target'],
  },
  summary: ({ action, target, text, old }) => `${action} ${target}: ${text ?? old ?? ''}`,
  async review(args, { host }) {
    const { action, target, text = '', old } = args;
    const found = action === 'remove' ? [] : suspicions(String(text)).doubts;
    const always = await settingOf(host, 'memory', 'write_approval', false);
    if (!always && found.length === 0) return undefined;
    return {
      action: `${action} an entry in ${target === 'user' ? 'the profile of the user' : 'the notes'}, read in every session`,
      detail: [...(old === undefined ? [] : [`- ${old}`]), ...(action === 'remove' ? [] : [`+ ${text}`])].join('\n'),
      reasons: [...found, ...(always ? ['memory.write_approval is on'] : [])],
    };
  },
  async run(args, { host, signal }) {
    const { action, text, old } = args;
    const target = args['target'] as MemoryTarget;
    const opened = await openMemory(host, target);
    if (!opened.ok) return failed(opened.why);
    const entry = String(text ?? '').trim();
    if (action !== 'remove' && entry === '') return failed('text is missing');
    if (action !== 'add' && !old) return failed('old is missing: part of the entry');
    if (action !== 'remove') {
      const { faults } = suspicions(entry);
      if ((await host.mask(entry)) !== entry) faults.push('holds a secret');
      if (faults.length > 0) return failed(`not kept, because the text ${faults.join(' and ')}`);
    }
    const { store } = opened;
    const change = { action: action as 'add' | 'replace' | 'remove', text: entry, old: String(old ?? '') };
    const done = await store.change(change, signal);
    return done.ok ? ok(done.message) : failed(done.message);
  },
});
