/** Where `hermes init` puts the schema for editors, as seen from config.yaml, so that a home can be moved. */
export const SCHEMA_PLACE = 'ops/config.schema.json';

/**
 * The config.yaml that `hermes init` writes. It validates without a finding and sets nothing but the defaults of
 * compression, which users look for first.
 */
export const exampleConfig = (schema: string = SCHEMA_PLACE): string => `# yaml-language-server: $schema=${schema}
#
# Settings of hermes; Hermes Agent reads the same file.
#   hermes config show       what is in force, and where each value comes from
#   hermes config validate   checks this file
#   hermes config set KEY VALUE
# Secrets belong into .env beside this file; refer to them here as \${NAME}.

# Which model answers, and where it runs. \`hermes model\` fills this in.
model:
  # default: Qwen3.6-27B-GGUF                # id of the model, as the endpoint lists it
  # provider: custom                         # or a built-in one: deepseek, openrouter, google, ...
  # base_url: http://192.168.5.84:8000/v1    # a llama-server's ends in /v1
  # context_length: 65536                    # tokens per request; leave out to have it detected

# When a long conversation is shortened so that it fits the context window.
compression:
  enabled: true
  threshold: 0.8                     # start at 80 % of the context window
  target_ratio: 0.2                  # keep about 20 % as the recent part
  protect_last_n: 20                 # never touch the last 20 messages
  hygiene_hard_message_limit: 400    # compress at 400 messages whatever their size

# Which model does background work. \`auto\` is the main model.
# auxiliary:
#   compression:
#     provider: deepseek               # its key: hermes config set DEEPSEEK_API_KEY -
#     model: deepseek-v3-flash

# llama-servers that \`hermes server start NAME\` runs.
# servers:
#   qwen:
#     model: models/Qwen3.6-27B.gguf
#     ctx_size: 65536
#     parallel: 1
`;
