import type { ValueName } from './values.ts';

/** A line of a tool's output, in English as programs print it, and its question and label in both languages. */
export interface LineTemplate {
  value: ValueName;
  line: string;
  en: readonly [asked: string, label: string];
  zh: readonly [asked: string, label: string];
}

const line = (
  value: ValueName,
  text: string,
  en: readonly [string, string],
  zh: readonly [string, string],
): LineTemplate => ({ value, line: text, en, zh });

export const LINES: readonly LineTemplate[] = [
  line(
    'version',
    'npm warn deprecated {s}-transport@{v}: upgrade before the registry drops it',
    ['Which deprecated {s} package did npm warn about, before the registry drops it?', 'deprecated transport of {s}'],
    ['npm warn 说 {s} 的哪一版 deprecated，registry 要删？', '{s} 的 deprecated 版本'],
  ),
  line(
    'folder',
    'ENOENT: cannot open {v} while starting the {s} indexer, giving up',
    ['What was missing when the {s} indexer was starting and ended up giving up?', 'missing file of the {s} indexer'],
    ['{s} indexer starting 时缺什么，结果 giving up？', '{s} indexer 缺的文件'],
  ),
  line(
    'digest',
    'sha256 mismatch for the {s} archive, it was expected {v} got something else',
    ['Which sha256 did the mismatch of the {s} archive name?', 'sha256 of the {s} archive'],
    ['{s} archive 的 sha256 mismatch 里应该是多少？', '{s} archive 的 sha256'],
  ),
  line(
    'limit',
    '{s} scheduler: queue depth {v} exceeds the warning mark, shedding background jobs',
    [
      'How deep was the {s} scheduler queue when it began shedding background jobs?',
      'queue depth of the {s} scheduler',
    ],
    ['{s} scheduler 开始 shedding background jobs 时队列有多深？', '{s} scheduler 的队列深度'],
  ),
  line(
    'address',
    'redirected the {s} artifact download to {v} after three failed mirrors',
    ['Where was the {s} artifact download redirected, three mirrors having failed?', 'mirror of the {s} artifact'],
    ['{s} artifact download 因为 mirrors 失败转到哪里？', '{s} artifact 的镜像'],
  ),
  line(
    'code',
    '{s} supervisor: child exited with {v} during handshake, will not restart',
    ["How did the {s} supervisor's child end at the handshake, so that it will not restart?", 'exit of the {s} child'],
    ['{s} supervisor 的 child 在 handshake 时因为什么退出？', '{s} child 的退出码'],
  ),
  line(
    'host',
    'lease for {s} taken over by {v} after heartbeat timeout',
    ['Which machine has the {s} lease since the heartbeat timeout?', 'holder of the {s} lease'],
    ['heartbeat timeout 之后 {s} 的 lease 在谁手里？', '{s} lease 的持有者'],
  ),
  line(
    'limit',
    '{s} compaction finished, reclaimed {v} bytes in the oldest segment',
    ['How much did the {s} compaction free from the oldest segment?', 'gain of the {s} compaction'],
    ['{s} compaction 从 oldest segment 腾出多少？', '{s} compaction 的收获'],
  ),
  line(
    'date',
    'certificate of the {s} listener expires {v} and was issued by the staging authority',
    ['When does the {s} listener certificate end that the staging authority issued?', 'end of the {s} certificate'],
    ['{s} listener 的 certificate 什么时候到期，staging authority 签的那张？', '{s} certificate 的期限'],
  ),
];
