import { basename } from 'node:path';
import type { ValueOrigin, VariableOrigin } from '../contract/index.ts';

/** `config.yaml:12`, `.env:3 (NAME) via config.yaml:4`, `environment (NAME)`, `default`. */
export function originText({ origin, file, line, variables = [] }: ValueOrigin): string {
  const place = file && line ? `${basename(file)}:${line}` : '';
  if (origin === 'default') return 'default';
  if (origin === 'file') return place;
  return [variables.map(variableText).join(', '), place].filter(Boolean).join(' via ');
}

function variableText({ name, from, line }: VariableOrigin): string {
  if (from === 'nowhere') return `${name} is not set`;
  return from === '.env' ? `.env:${line} (${name})` : `environment (${name})`;
}
