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
import { writeFileTool } from './write-file.ts';

export interface ToolSet {
  /** In the order in which every request names them. */
  tools: Tool[];
  /** Ends background jobs and removes what the shell kept on disk. */
  close(): Promise<void>;
}

/** The agent's own tools, for one session: shell, files read and task list belong to it. */
export function createTools(): ToolSet {
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
    configGetTool(),
    configSetTool(),
  ];
  return { tools, close: () => terminal.close() };
}
