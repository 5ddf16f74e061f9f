import { spelled } from '@hermes-ops/plugin-kit/neutral';
import type { AgentEvent } from '../loop/events.ts';
import type { Paint } from './paint.ts';

/** Rows of a change that are shown without being asked for. */
const SHOWN = 14;

/**
 * Follows the calls of a conversation; the lines that an event brings are the change of a file that nobody was asked about,
 * once it is made.
 */
export function createUnaskedChanges(paint: Paint): (event: AgentEvent) => string[] {
  let pending: string | undefined;
  return (event) => {
    if (event.type === 'approval') pending = isChange(event.name) ? event.detail : undefined;
    if (event.type !== 'tool_result') return [];
    const lines = event.status === 'ok' && pending !== undefined ? diffLines(pending, paint) : [];
    pending = undefined;
    return lines;
  };
}

const isChange = (name: string): boolean => name === 'edit_file' || name === 'write_file';

/** A unified diff in colours, its first rows; what a file holds is shown and does nothing. */
function diffLines(diff: string, paint: Paint): string[] {
  const lines = spelled(diff)
    .split('\n')
    .filter((line) => !/^(---|\+\+\+) /.test(line));
  const shown = lines.slice(0, SHOWN).map((line) => `┊   ${coloured(line, paint)}`);
  const rest = lines.length - SHOWN;
  return rest > 0 ? [...shown, paint('dim', `┊   … ${rest} more lines of the change`)] : shown;
}

/** By the sign that the line begins with. */
export function coloured(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint('green', line);
  if (line.startsWith('-')) return paint('red', line);
  return line.startsWith('@@') ? paint('cyan', line) : line;
}
