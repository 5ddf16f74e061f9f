import type { ServerRecord } from '../../src/server/records.ts';

/** The state file of a server whose process is no more, with whatever a test wants to be different. */
export const serverRecord = (name: string, more: Partial<ServerRecord> = {}): ServerRecord => ({
  schemaVersion: 1,
  name,
  pid: process.pid,
  identity: 'an earlier process',
  binary: '/llama-server',
  argv: [],
  url: 'http://127.0.0.1:1',
  host: '127.0.0.1',
  port: 1,
  model: null,
  apiKeyEnv: null,
  startedAt: new Date().toISOString(),
  log: 'log',
  logStart: 0,
  ready: null,
  ...more,
});
