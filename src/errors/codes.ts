/** One row per stable error code. `exit` 1: the thing has problems or the action failed; 2: could not run. */
export interface CodeRow {
  exit: 1 | 2;
  /** What it means, for docs/errors.md. */
  means: string;
  /** What to do, for docs/errors.md; the message at run time is more precise. */
  remedy: string;
}

const row = (exit: 1 | 2, means: string, remedy: string): CodeRow => ({ exit, means, remedy });

/** Every code that a command can fail with. Codes are public: they are added, never renamed. */
export const CODES = {
  'bug.unexpected': row(
    1,
    'An error that hermes did not expect: a defect of hermes.',
    'Report it with the printed stack.',
  ),
  'usage.invalid': row(
    2,
    'Unknown flag, missing argument or a value of the wrong form.',
    'Run the command with `--help`.',
  ),
  'usage.unknown-command': row(2, 'There is no such command.', 'Run `hermes --help`.'),
  'usage.no-terminal': row(
    2,
    'A question would have to be asked, but there is no terminal, or `CI` says that nobody sits there.',
    'Give the answers as flags, or run it in a terminal (where `CI` is set, with `CI=false`).',
  ),
  'plugin.not-installed': row(
    2,
    'The command belongs to a plugin that is not installed.',
    'Run the printed `hermes plugins install` line.',
  ),
  'output.not-written': row(
    1,
    'Standard output could not be written, for example because the disk is full.',
    'Free some space, or send the output elsewhere.',
  ),
  'plugin.not-found': row(
    1,
    'There is no such plugin: no file, no folder, no package of that name.',
    'Check the name or path; `hermes plugins` lists what can be installed.',
  ),
  'plugin.pack-failed': row(
    1,
    '`npm pack` could not pack the plugin folder.',
    'Run `npm pack` in that folder and mend what it reports.',
  ),
  'plugin.install-failed': row(
    1,
    'npm could not install the plugin.',
    'Read the quoted line of npm; nothing was changed.',
  ),
  'plugin.not-a-plugin': row(
    1,
    'The package is no hermes plugin.',
    'Install a package whose package.json has an `oclif` section.',
  ),
  'plugin.shadows-core': row(
    1,
    "The plugin has a command with the name of one of hermes' own; it was removed again.",
    'Ask its author to rename the command.',
  ),
  'plugin.not-listed': row(1, 'No plugin of that name is installed.', 'Run `hermes plugins`.'),
  'home.not-writable': row(
    2,
    'The home folder or a file in it cannot be written.',
    'Correct its permissions, or name another with `--home`.',
  ),
  'config.not-found': row(2, 'There is no such config file.', 'Create one with `hermes init`.'),
  'config.unreadable': row(
    2,
    'The config file exists but cannot be read.',
    'Correct its permissions; it must be a UTF-8 text file.',
  ),
  'config.syntax': row(
    2,
    'The file is not valid YAML, so nothing in it can be used.',
    'Mend the marked line; `hermes config validate` shows all of them.',
  ),
  'config.tab': row(
    2,
    'A tab is used for indentation, which YAML does not allow.',
    'Replace it by spaces, as many as the lines around it have.',
  ),
  'config.conflict-marker': row(
    2,
    'The file holds the marks of a merge that was not finished (`<<<<<<<`, `=======`, `>>>>>>>`).',
    'Keep one of the two versions and delete the three marks.',
  ),
  'config.multiple-documents': row(
    2,
    'The file holds several YAML documents, separated by `---`; readers want one.',
    'Join them, or remove the second one.',
  ),
  'config.alias-bomb': row(
    2,
    'Its aliases (`*name`) multiply so often that reading the file would fill the memory.',
    'Write the values out.',
  ),
  'config.encoding': row(
    2,
    'The file is UTF-16. Hermes Agent reads UTF-8 only.',
    'Save it as UTF-8; `hermes config validate --fix` does that.',
  ),
  'config.tag': row(
    2,
    'A value has a YAML tag (`!name`) that Hermes Agent refuses, and with it the whole file.',
    'Remove the tag; a value comes from the environment as a dollar sign and a name in braces.',
  ),
  'config.json-text': row(
    1,
    'A list or a section is written as one text (JSON in quotes), so it is read as text and has no effect.',
    'Remove the quotes; `hermes config validate --fix` does that.',
  ),
  'config.percent': row(
    1,
    'A share between 0 and 1 is written as a percentage.',
    'Divide it by 100; `hermes config validate --fix` does that.',
  ),
  'config.format': row(1, 'A text does not have the form that the key wants.', 'Write it as the message says.'),
  'config.misplaced': row(
    1,
    'A key or section stands in the wrong place, so it has no effect. A whole section in the wrong place is an error, a single key a warning.',
    'Move it to the place that the message names; `hermes config validate --fix` does that where nothing else stands there.',
  ),
  'config.no-url': row(
    1,
    'An endpoint has no `base_url`, so nothing can be sent to it.',
    'Add its `base_url`, or remove the entry.',
  ),
  'config.unknown-provider': row(
    1,
    'A provider is named that nothing defines. `custom:NAME` without such an entry is an error, any other name a warning.',
    'Correct the name, or describe the endpoint under `providers`.',
  ),
  'config.no-backup': row(2, 'There is no such backup.', 'List them with `hermes config backup list`.'),
  'config.editor-failed': row(
    2,
    'The editor could not be started or ended with an error; the file was not changed.',
    'Set `$VISUAL` or `$EDITOR` to your editor.',
  ),
  'model.window-smaller': row(
    1,
    'The server gives a request fewer tokens than `context_length` says.',
    'Start it with a larger window or fewer slots, or correct `context_length`.',
  ),
  'config.duplicate-key': row(
    1,
    'The same key stands twice in one section; only one of them counts.',
    'Merge the two and remove one.',
  ),
  'config.type': row(1, 'A value is of the wrong type.', 'Write a value of the type that the message names.'),
  'config.enum': row(1, 'A value is not one of the allowed words.', 'Use one of the words that the message lists.'),
  'config.range': row(
    1,
    'A number lies outside the allowed range.',
    'Use a number in the range that the message names.',
  ),
  'config.url': row(
    1,
    'A URL does not start with http:// or https://, or has no host.',
    'Write the whole URL, such as `http://127.0.0.1:8000/v1`.',
  ),
  'config.unknown-key': row(
    1,
    'Nothing reads this key, so it has no effect. `hermes config set` refuses it; in a file it is a warning.',
    'Use the suggested name or place; `hermes config set --force` insists.',
  ),
  'config.no-such-key': row(
    1,
    'The key is neither set nor has it a default.',
    'Check the spelling; `hermes config show` lists what is in force.',
  ),
  'config.changed-meanwhile': row(
    1,
    'Another program changed the file between reading and writing; nothing was written.',
    'Run the command again.',
  ),
  'config.locked': row(
    1,
    'Another hermes is writing the file and did not finish within ten seconds; nothing was written.',
    'Wait for it to end, or end it, then run the command again.',
  ),
  'config.edit-refused': row(
    1,
    'The edit cannot be made without touching other parts of the file, or the file is a pipe or device; nothing was written.',
    'Make the change in an editor.',
  ),
  'env.unreadable': row(2, 'The `.env` file exists but cannot be read.', 'Correct its permissions.'),
  'env.name': row(
    2,
    'The name is not one that may be set in `.env`.',
    'Use letters, digits and `_`, such as `DEEPSEEK_API_KEY`.',
  ),
  'env.value': row(
    2,
    'The value cannot be stored in `.env`, or is no API key where one is expected.',
    'Give a single line of text.',
  ),
  'endpoint.not-configured': row(2, 'The config names no endpoint to talk to.', 'Run `hermes model`.'),
  'server.not-installed': row(
    2,
    'There is no llama-server to run.',
    'Install llama.cpp, or name the program with `$HERMES_LLAMA_SERVER`.',
  ),
  'server.no-model': row(2, 'No model was given to start a server with.', 'Give one with `-m FILE.gguf`.'),
  'server.model-missing': row(2, 'The model file does not exist or cannot be read.', 'Check the path.'),
  'server.model-invalid': row(
    2,
    'The model file is a folder, no GGUF file, incomplete, or of an architecture that the server does not know.',
    'Download the model again, or install a newer llama.cpp.',
  ),
  'server.invalid-name': row(2, 'The name cannot be used for a server.', 'Use letters, digits, dots and dashes.'),
  'server.unknown-name': row(
    2,
    'No server of that name is declared or was started.',
    'Run `hermes server status` to see the names.',
  ),
  'server.ambiguous-name': row(2, 'There are several servers and none was named.', 'Name one of those printed.'),
  'server.key-missing': row(
    2,
    'The environment variable that should hold the API key of the server is not set.',
    'Put it into the `.env` file of the home folder.',
  ),
  'server.bad-address': row(
    2,
    'The server may not or cannot listen on that address.',
    'Give another `--host` or `--port`.',
  ),
  'server.state-unreadable': row(
    2,
    'The state files of started servers exist but cannot be read.',
    'Run it as the user who started the servers, or correct the permissions of the `ops` folder.',
  ),
  'server.unresponsive': row(
    1,
    'A server of that name runs but does not answer; it is left running.',
    'Stop it with `hermes server stop NAME`, then start it again.',
  ),
  'server.stopped': row(1, 'The server was stopped while it was starting.', 'Start it again.'),
  'server.no-log': row(2, 'There is no log, because the server was never started.', 'Start it.'),
  'server.port-taken': row(1, 'Something else listens on the port.', 'Stop it, or give another port with `--port`.'),
  'server.already-running': row(
    1,
    'A server of that name runs with other settings than were asked for.',
    'Stop it first, or give the new one another name.',
  ),
  'server.start-failed': row(1, 'llama-server ended before it served.', 'Read the quoted line and the log.'),
  'server.start-timeout': row(
    1,
    'llama-server did not serve in time. It was ended if this start began it; one that ran before is left running.',
    'Give more time with `--timeout`, or read the log.',
  ),
  'server.unknown-flag': row(
    1,
    'This version of llama-server does not have one of the flags.',
    'Run `llama-server --help` for those it has.',
  ),
  'server.bad-flag-value': row(
    1,
    'llama-server does not take the value of one of the flags.',
    'Run `llama-server --help` for the values it takes.',
  ),
  'server.out-of-memory': row(
    1,
    'There is not enough memory for the model and its context window.',
    'Ask for a smaller window with `-c`, or a smaller cache with `-- -ctk q8_0 -ctv q8_0`.',
  ),
  'server.bad-template': row(
    1,
    'llama-server cannot use the chat template.',
    'Correct it, or use the one of the model.',
  ),
  'server.rpc-failed': row(1, 'An RPC server of llama.cpp does not answer.', 'Start it, then this server again.'),
  'server.stop-failed': row(1, 'A server could not be ended.', 'Run the printed command line.'),
  'doctor.unknown-check': row(2, 'There is no doctor check of that id.', 'Use one of the ids that the message lists.'),
  'model.endpoint-unreachable': row(
    1,
    'The endpoint cannot be reached: unknown host, nothing listens, no answer in time, TLS.',
    'Check host and port; start the server; `--no-verify` saves it all the same.',
  ),
  'model.endpoint-unauthorized': row(
    1,
    'The endpoint wants a key, or does not accept the one it was given.',
    'Give the right key with `--api-key-env NAME` or `--api-key-stdin`.',
  ),
  'model.endpoint-not-openai': row(
    1,
    'Something answers at the URL, but not an OpenAI-compatible API: a web page, another path, other JSON.',
    'Check the path; it normally ends in `/v1`.',
  ),
  'model.endpoint-loading': row(1, 'The server is still loading its model.', 'Wait, then run the command again.'),
  'model.endpoint-error': row(
    1,
    'The endpoint answered the question for its models with an error or a redirect.',
    'Read its own words in the message; look at the log of the server.',
  ),
  'model.not-listed': row(
    1,
    'The model is not among those that the endpoint lists.',
    'Use one of the listed names, or `--no-verify`.',
  ),
  'model.not-chosen': row(2, 'Several models (or none) are listed and none was named.', 'Name one with `--model`.'),
  'model.key-not-set': row(
    1,
    'The variable that is to hold the API key is not set.',
    'Set it in `.env` or the environment, or use `--api-key-stdin`.',
  ),
  'auxiliary.unknown-task': row(
    2,
    'There is no background task of that name.',
    'Use a name that `hermes auxiliary status` lists.',
  ),
  'auxiliary.not-verified': row(
    1,
    'The provider could not be asked whether it lists the model, so nothing was written.',
    'Mend what the message names, or add `--no-verify`.',
  ),
  'settings.secret': row(
    1,
    'A key that holds a secret was to be set on behalf of a model. Secrets do not pass through a conversation.',
    'Type the printed `hermes config set KEY -` in a terminal.',
  ),
} as const satisfies Record<string, CodeRow>;

export type ErrorCode = keyof typeof CODES;
