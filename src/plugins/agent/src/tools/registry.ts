import { configGetTool } from './config-get.ts';
import { configSetTool } from './config-set.ts';
import { editFileTool } from './edit-file.ts';
import { createFileMemory } from './files/file-memory.ts';
import { listDirTool } from './list-dir.ts';
import { memoryTool } from './memory.ts';
import { readFileTool } from './read-file.ts';
import { searchFilesTool } from './search-files.ts';
import { sessionSearchTool } from './session-search.ts';
import { terminalTool } from './terminal.ts';
import { todoTool } from './todo.ts';
import type { Tool } from './tool.ts';
import { visionAnalyzeTool } from './vision-analyze.ts';
import { webFetchTool } from './web-fetch.ts';
import { writeFileTool } from './write-file.ts';

/** The agent's own tools for one session. Once it is closed no command starts any more. */
export interface OwnTools {
  /** In the order in which every request names them. */
  tools: Tool[];
  /** Commands of background jobs that have not ended: `close` and `kill` end them. */
  running(): string[];
  /**
   * Ends every command, the running one and background jobs, and removes what the shell kept on disk. Takes up to about
   * 1.3 s: what does not end by itself within 0.8 s is killed.
   */
  close(): Promise<void>;
  /** The same at once, before it returns, for a process that is about to end: nothing has time to clean up. */
  kill(): void;
}

/** The agent's own tools, for one session: shell, files read and task list belong to it. */
export function createTools(): OwnTools {
  const terminal = terminalTool();
  const files = createFileMemory();
  const tools: Tool[] = [
    terminal,
    readFileTool(files),
    writeFileTool(files),
    editFileTool(files),
    searchFilesTool(files),
    listDirTool(files),
    todoTool(),
    memoryTool(),
    sessionSearchTool(),
    webFetchTool(),
    visionAnalyzeTool(files),
    configGetTool(),
    configSetTool(),
  ];
  return { tools, running: () => terminal.running(), close: () => terminal.close(), kill: () => terminal.kill() };
}
