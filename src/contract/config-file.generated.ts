/**
 * Types of config.yaml, made by `npm run generate` from schemas/. They say what a valid file holds; beyond that every key
 * may be left out, `null`, empty or a text with `${NAME}`, so code that reads a file checks what it gets.
 */

/**
 * Saved endpoints. Endpoints that `hermes model` saved, as a list. Refer to one as `custom:<name>`; each needs a name and a URL. Default: [].
 *
 * Items: One OpenAI-compatible endpoint, or settings for a built-in provider; the latter need no URL.
 */
export type CustomProvidersSection = ProviderEntry[];

/**
 * Fallbacks. Who answers when the main model does not, tried in this order. Each needs a provider and a model; the next message goes to the main model again. Default: [].
 *
 * Items: A model that answers when the ones before it do not.
 */
export type FallbackProvidersSection = FallbackEntry[];

/** The whole file. Other sections belong to plugins. */
export interface ConfigFile {
  model?: ModelSection | string;
  providers?: ProvidersSection;
  custom_providers?: CustomProvidersSection;
  fallback_providers?: FallbackProvidersSection;
  compression?: CompressionSection;
  auxiliary?: AuxiliarySection;
  servers?: ServersSection;
  benchmark?: BenchmarkSection;
  doctor?: DoctorSection;
  ops?: OpsSection;
  agent?: AgentSection;
  terminal?: TerminalSection;
  memory?: MemorySection;
  tools?: ToolsSection;
  platform_toolsets?: PlatformToolsetsSection;
  skills?: SkillsSection;
  mcp_servers?: McpServersSection;
  mcp?: McpSection;
  plugins?: PluginsSection;
  hooks?: HooksSection;
  display?: DisplaySection;
  approvals?: ApprovalsSection;
  security?: SecuritySection;
  privacy?: PrivacySection;
  logging?: LoggingSection;
  session?: SessionSection;
  session_reset?: SessionResetSection;
  sessions?: SessionsSection;
  checkpoints?: CheckpointsSection;
  database?: DatabaseSection;
  runtime?: RuntimeSection;
  attachments?: AttachmentsSection;
  delegation?: DelegationSection;
  code_execution?: CodeExecutionSection;
  cron?: CronSection;
  kanban?: KanbanSection;
  goals?: GoalsSection;
  loops?: LoopsSection;
  curator?: CuratorSection;
  web?: WebSection;
  browser?: BrowserSection;
  lsp?: LspSection;
  computer_use?: ComputerUseSection;
  tts?: TtsSection;
  stt?: SttSection;
  voice?: VoiceSection;
  wake_word?: WakeWordSection;
  image_gen?: ImageGenSection;
  video_gen?: VideoGenSection;
  vision?: VisionSection;
  x_search?: XSearchSection;
  gateway?: GatewaySection;
  streaming?: StreamingSection;
  platforms?: PlatformsSection;
  api_server?: ApiServerSection;
  telegram?: TelegramSection;
  discord?: DiscordSection;
  slack?: SlackSection;
  whatsapp?: WhatsappSection;
  signal?: SignalSection;
  matrix?: MatrixSection;
  mattermost?: MattermostSection;
  teams?: TeamsSection;
  google_chat?: GoogleChatSection;
  feishu?: FeishuSection;
  qqbot?: QqbotSection;
  yuanbao?: YuanbaoSection;
  homeassistant?: HomeassistantSection;
  email?: EmailSection;
  sms?: SmsSection;
  bot_mode?: BotModeSection;
  bot_peers?: BotPeersSection;
  human_delay?: HumanDelaySection;
  dashboard?: DashboardSection;
  desktop?: DesktopSection;
  context?: ContextSection;
  prompt_caching?: PromptCachingSection;
  tool_output?: ToolOutputSection;
  tool_budget?: ToolBudgetSection;
  tool_loop_guardrails?: ToolLoopGuardrailsSection;
  timeouts?: TimeoutsSection;
  model_aliases?: ModelAliasesSection;
  model_overrides?: ModelOverridesSection;
  model_catalog?: ModelCatalogSection;
  models_dev?: ModelsDevSection;
  credential_pool_strategies?: CredentialPoolStrategiesSection;
  local_runtime?: LocalRuntimeSection;
  openrouter?: OpenrouterSection;
  provider_routing?: ProviderRoutingSection;
  moa?: MoaSection;
  bedrock?: BedrockSection;
  vertex?: VertexSection;
  nous?: NousSection;
  honcho?: HonchoSection;
  network?: NetworkSection;
  proxy?: ProxySection;
  secrets?: SecretsSection;
  vault?: VaultSection;
  auth?: AuthSection;
  oauth?: OauthSection;
  telemetry?: TelemetrySection;
  monitoring?: MonitoringSection;
  onboarding?: OnboardingSection;
  updates?: UpdatesSection;
  update?: UpdateSection;
  smart_model_routing?: SmartModelRoutingSection;
  /** Version of the file's layout. Hermes Agent writes and raises it; it refuses files below 12. Range: at least 0. */
  _config_version?: number;
  /** Time zone by its IANA name, for the time that the model is told and for scheduled jobs. Empty: that of the machine. */
  timezone?: string;
  /** Give each session in a git repository a worktree of its own, so that several can work at once. Default: false. */
  worktree?: boolean;
  /** Start a worktree from the remote's newest state instead of the local one. Default: true. */
  worktree_sync?: boolean;
  /** Most of a file that is read at once. Less suits a small context window. Unit: characters, at least 0. Default: 100000. */
  file_read_max_chars?: number;
  /** Most of a file such as AGENTS.md that is put into the system prompt. Not set: in Hermes Agent 20,000 to 500,000, by the context window; in `hermes chat` what a tenth of the window holds, and at most 20,000. Unit: characters, at least 0. */
  context_file_max_chars?:
    | number
    | {
        [k: string]: unknown;
      };
  /** Time for reading such a file, for slow network folders. Unit: s, at least 0. Default: 5. */
  context_file_read_timeout?: number;
  /** JSON file with messages that stand in front of every conversation, as examples for the model. */
  prefill_messages_file?: string;
  /** Conversations that may be at work at the same time, everywhere together. Not set or 0: no limit. Range: at least 0. */
  max_concurrent_sessions?: number;
  /** Conversations that are kept in memory. Range: at least 0. Default: 16. */
  max_live_sessions?: number;
  /**
   * Dangerous commands that need no approval. Both programs add what the user allows for ever. Default: [].
   *
   * Items: One of them.
   */
  command_allowlist?: (string | number)[];
  /** Own slash commands that need no model: name to what it does. Default: {}. */
  quick_commands?: {
    /** One command. */
    [k: string]: {
      /** `exec` runs a shell command, `alias` is short for another slash command. */
      type?: 'exec' | 'alias';
      /** Shell command to run. */
      command?: string;
      /** Slash command that it is short for. */
      target?: string;
      /** Text for the list of commands. */
      description?: string;
      /** Time limit of the command. Unit: s, at least 0. */
      timeout?: number;
      [k: string]: unknown;
    };
  };
  /** Name to a text that sets the tone; choose one with `/personality NAME`. Default: {}. */
  personalities?: {
    /** What the model is told, or a map with it. */
    [k: string]:
      | string
      | {
          [k: string]: unknown;
        };
  };
  /** What the model is told about a chat platform: platform to a text, or to a map. Default: {}. */
  platform_hints?: {
    /** The text, or a map that adds to or replaces the built-in one. */
    [k: string]:
      | string
      | {
          [k: string]: unknown;
        };
  };
  /** What the model is told in single channels: id of the channel to a text. */
  channel_prompts?: {
    /** The text. */
    [k: string]: string;
  };
  /** Actions on chat servers that the model may take. */
  server_actions?:
    | string
    | unknown[]
    | {
        [k: string]: unknown;
      };
  /** Further instructions for the model. Any key. */
  instructions?:
    | {
        /** Instructions of a program that runs Hermes Agent. */
        integration?: string;
        [k: string]: unknown;
      }
    | string
    | unknown[];
  /** Run hooks without asking for consent first. Default: false. */
  hooks_auto_accept?: boolean;
  /** Time that a session waits for the MCP servers' tools when it starts; slow ones join later. Unit: s, at least 0. Default: 1.5. */
  mcp_discovery_timeout?: number;
  /** The same for a single question on the command line, which cannot use what joins later. Unit: s, at least 0. Default: 15. */
  mcp_single_query_discovery_timeout?: number;
  /** Pasted text of more lines is shown folded. Unit: lines, at least 0. Default: 5. */
  paste_collapse_threshold?: number;
  /** The same on terminals that do not say what is pasted. Unit: lines, at least 0. Default: 5. */
  paste_collapse_threshold_fallback?: number;
  /** Pasted text of more characters is shown folded. Unit: characters, at least 0. Default: 2000. */
  paste_collapse_char_threshold?: number;
  /** Group chats: a conversation for each person, so that nobody sees another's. Otherwise one for the whole group. Default: true. */
  group_sessions_per_user?: boolean;
  /** The same for threads. Default: false. */
  thread_sessions_per_user?: boolean;
  /** Group chats: answer only when mentioned. The platforms' own keys win. */
  require_mention?: boolean;
  /** What an unknown person gets who writes to the bot: a code to pair with, or nothing. Default: pair. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  /**
   * Messages that start a new conversation. Default: [/new, /reset].
   *
   * Items: One of them.
   */
  reset_triggers?: (string | number)[];
  /** Send the text of a voice message back, so that one sees what was understood. Default: true. */
  stt_echo_transcripts?: boolean;
  /** Keep the results of scheduled jobs in local files, wherever else they go. Default: true. */
  always_log_local?: boolean;
  /** Hold back answers that only say that there is nothing to say. Default: true. */
  filter_silence_narration?: boolean;
  /** Let one gateway serve all profiles of this machine. Default: false. */
  multiplex_profiles?: boolean;
  /** Which profile answers where: a list of maps with `profile`, `platform` and the server, channel or thread. Default: []. */
  profile_routes?:
    | {
        [k: string]: unknown;
      }[]
    | {
        [k: string]: unknown;
      };
  /** Toolsets of plugins that each platform has seen. Hermes Agent writes it, so that new ones are offered once. */
  known_plugin_toolsets?: {
    /**
     * Names of toolsets.
     *
     * Items: One of them.
     */
    [k: string]: (string | number)[];
  };
  /** Built-in toolsets that each platform has seen. Hermes Agent writes it, so that new ones are offered once. */
  known_builtin_toolsets?: {
    /**
     * Names of toolsets.
     *
     * Items: One of them.
     */
    [k: string]: (string | number)[];
  };
  /**
   * Tools of the paid tool gateway that the user declined. Hermes Agent writes it.
   *
   * Items: One of them.
   */
  tool_gateway_declined_tools?: (string | number)[];
  [k: string]: unknown;
}

/** Which model does one background task. */
export interface AuxiliaryTask {
  /** `auto` (the main model first, then what else has a key), `main` (the main model alone), or any provider as in `model.provider`. Default: auto. */
  provider?: string;
  /** Id of the model. Empty: the main model, or the provider's own choice. */
  model?: string;
  /** Endpoint for this task alone; it goes before `provider`. */
  base_url?: string;
  /** Key for `base_url`, better as `${VAR}` with the value in .env. */
  api_key?: string;
  /** Name of the variable that holds the key. */
  key_env?: string;
  /** API that requests use: chat completions (llama-server and nearly all others), Responses or Anthropic Messages. Not set or `auto`: found from the URL. Default: auto. */
  api_mode?:
    | 'chat_completions'
    | 'codex_responses'
    | 'anthropic_messages'
    | 'bedrock_converse'
    | 'codex_app_server'
    | 'auto'
    | 'openai'
    | 'openai_chat'
    | 'openai-chat'
    | 'openai_completions'
    | 'chat'
    | 'completions'
    | 'chat-completions'
    | 'codex'
    | 'responses'
    | 'codex-responses'
    | 'openai_responses'
    | 'openai-responses'
    | 'anthropic'
    | 'messages'
    | 'anthropic-messages'
    | 'bedrock'
    | 'converse'
    | 'bedrock-converse'
    | 'codex-app-server';
  /** Time limit of a request of this task. A local model that has to process a long prompt needs more. Unit: s, at least 0. */
  timeout?: number;
  /** Codex: a streamed answer that brings nothing for this long is given up. Unit: s, at least 0. Default: 60. */
  no_progress_timeout?: number;
  /** Vision: time limit for fetching an image from the web. Unit: s, at least 0. */
  download_timeout?: number;
  /** Context window of the task's model in tokens, where detection is wrong. Compression starts no later than this. Unit: tokens, at least 1. */
  context_length?: number;
  /** How much the model thinks for this task; `none` or `low` makes side work faster and cheaper. */
  reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
  /** Fields that are added to each request as they stand here, for what this endpoint alone understands. Default: {}. */
  extra_body?: {
    [k: string]: unknown;
  };
  /** Requests of this task at the same time. For a local server: no more than it has slots. Range: at least 1. */
  max_concurrency?: number;
  /**
   * Who is tried next when the task's own provider fails, in this order.
   *
   * Items: A model that answers when the ones before it do not.
   */
  fallback_chain?: FallbackEntry[];
  /** Whether the task runs at all. Default: true. */
  enabled?: boolean;
  /** Titles: take a small model of the same provider. Default: false. */
  prefer_fast_model?: boolean;
  /** Titles: language to write them in. Empty: the user's. */
  language?: string;
  /** Titles: let a better model write the title again later. */
  model_upgrade_enabled?: boolean;
  /** Background review: most of a conversation that is read. Unit: tokens, at least 1. */
  max_input_tokens?: number;
  [k: string]: unknown;
}

/** One OpenAI-compatible endpoint, or settings for a built-in provider; the latter need no URL. */
export interface ProviderEntry {
  /** Name to show, and to refer to the endpoint as `custom:<name>`. */
  name?: string;
  /** Where the endpoint is. A llama-server's ends in `/v1`. */
  base_url?: string;
  /** Key for this endpoint, better as `${VAR}` with the value in .env. A server without a key needs none. */
  api_key?: string;
  /** Name of the variable in .env or in the environment that holds the key. */
  key_env?: string;
  /** Command that prints a token, as text or as JSON with `access_token`. It wins over `api_key` and `key_env`. */
  key_cmd?: string;
  /** API that requests use: chat completions (llama-server and nearly all others), Responses or Anthropic Messages. Not set or `auto`: found from the URL. Default: auto. */
  api_mode?:
    | 'chat_completions'
    | 'codex_responses'
    | 'anthropic_messages'
    | 'bedrock_converse'
    | 'codex_app_server'
    | 'auto'
    | 'openai'
    | 'openai_chat'
    | 'openai-chat'
    | 'openai_completions'
    | 'chat'
    | 'completions'
    | 'chat-completions'
    | 'codex'
    | 'responses'
    | 'codex-responses'
    | 'openai_responses'
    | 'openai-responses'
    | 'anthropic'
    | 'messages'
    | 'anthropic-messages'
    | 'bedrock'
    | 'converse'
    | 'bedrock-converse'
    | 'codex-app-server';
  /** Model that is used when only the endpoint is named. */
  model?: string;
  /** What is known of the endpoint's models: id to settings, or a list of ids or of rows. */
  models?:
    | {
        /** What is known of one model. */
        [k: string]: {
          /** Context window of this model in tokens; wins over what is detected. Unit: tokens, at least 1. */
          context_length?: number;
          /** Another spelling of `context_length`. Unit: tokens, at least 1. */
          context_window?: number;
          /** Largest answer that the model gives. Unit: tokens, at least 1. */
          max_tokens?: number;
          /** Time limit of a request to this model, for models that think long before they answer. Unit: s, at least 0. */
          timeout_seconds?: number;
          /** A request that is not streamed and brings nothing for this long is given up. Unit: s, at least 0. */
          stale_timeout_seconds?: number;
          /** Whether it takes images; set it where detection is wrong. */
          supports_vision?: boolean;
          /** Whether it can call tools; set it where detection is wrong. */
          supports_tools?: boolean;
          /** Whether it thinks before it answers; set it where detection is wrong. */
          supports_reasoning?: boolean;
          /** Family whose known limits apply to a model that is not known by its own name. */
          model_family?: string;
          /** Window that is asked of Ollama with each request. Unit: tokens, at least 1. */
          ollama_num_ctx?: number;
          /** How long Ollama keeps the model loaded: seconds, a span such as `30m`, or -1 for ever. */
          keep_alive?: number | string;
          /** Id of the model, as the endpoint lists it. */
          id?: string;
          /** Id of the model, for rows that have no `id`. */
          name?: string;
          /** Id of the model, for rows that have neither `id` nor `name`. */
          model?: string;
          [k: string]: unknown;
        };
      }
    | (
        | string
        | {
            /** Id of the model, as the endpoint lists it. */
            id?: string;
            /** Id of the model, for rows that have no `id`. */
            name?: string;
            /** Id of the model, for rows that have neither `id` nor `name`. */
            model?: string;
            /** Context window of this model in tokens; wins over what is detected. Unit: tokens, at least 1. */
            context_length?: number;
            /** Another spelling of `context_length`. Unit: tokens, at least 1. */
            context_window?: number;
            /** Largest answer that the model gives. Unit: tokens, at least 1. */
            max_tokens?: number;
            /** Time limit of a request to this model, for models that think long before they answer. Unit: s, at least 0. */
            timeout_seconds?: number;
            /** A request that is not streamed and brings nothing for this long is given up. Unit: s, at least 0. */
            stale_timeout_seconds?: number;
            /** Whether it takes images; set it where detection is wrong. */
            supports_vision?: boolean;
            /** Whether it can call tools; set it where detection is wrong. */
            supports_tools?: boolean;
            /** Whether it thinks before it answers; set it where detection is wrong. */
            supports_reasoning?: boolean;
            /** Family whose known limits apply to a model that is not known by its own name. */
            model_family?: string;
            /** Window that is asked of Ollama with each request. Unit: tokens, at least 1. */
            ollama_num_ctx?: number;
            /** How long Ollama keeps the model loaded: seconds, a span such as `30m`, or -1 for ever. */
            keep_alive?: number | string;
            [k: string]: unknown;
          }
      )[];
  /** Models that were found by asking the endpoint. Hermes Agent writes it; there is no need to edit it. */
  models_discovered?:
    | {
        [k: string]: unknown;
      }
    | unknown[];
  /** Context window in tokens of all models of this endpoint that say nothing of their own. Unit: tokens, at least 1. */
  context_length?: number;
  /** Whether the endpoint is asked for its list of models. Default: true. */
  discover_models?: boolean | string;
  /** Time limit of a request; more for a local server that loads its model first. Hermes Agent takes 1800 when it is not set. Unit: s, at least 0. */
  request_timeout_seconds?: number;
  /** A request that is not streamed and brings nothing for this long is given up. Off for local servers unless it is set. Unit: s, at least 0. */
  stale_timeout_seconds?: number;
  /** Time limit of a request. Unit: s, at least 0. */
  timeout?: number;
  /** Pause between two requests, for endpoints with a strict limit. Unit: s, at least 0. */
  rate_limit_delay?: number;
  /** Fields that are added to each request as they stand here, for what this endpoint alone understands. */
  extra_body?: {
    [k: string]: unknown;
  };
  /** HTTP headers for this endpoint alone, such as those of a reverse proxy. Their values are treated as secrets. */
  extra_headers?: {
    /** Value of the header. */
    [k: string]: string | number;
  };
  /** File with the certificate authority to trust, for servers with a certificate of their own. */
  ssl_ca_cert?: string;
  /** Whether the certificate is checked, or a file to check it with. Default: true. */
  ssl_verify?: boolean | string;
  /** HTTP header that carries the conversation's id, so that a load balancer keeps one conversation on one server. */
  session_affinity_header?: string;
  /** Send the model's earlier thoughts back to it with the history. Some models need that for tool calls. Default: false. */
  reasoning_echo?: boolean;
  /** What the endpoint can do, as name to true or false, where detection is wrong. */
  capabilities?: {
    /** Whether it can. */
    [k: string]: boolean;
  };
  /**
   * What the endpoint offers besides chat.
   *
   * Items: One of them.
   */
  provider_capabilities?: (string | number)[];
  /** Whether the entry counts. A disabled one is kept but never used. Default: true. */
  enabled?: boolean;
  /** How the key is sent. */
  auth?: {
    /** Way in which the key is sent. */
    type?: 'bearer' | 'api_key_header' | 'none' | 'native';
    /** HTTP header that carries the key. */
    header?: string;
    /** Text in front of the key in that header. */
    prefix?: string;
    [k: string]: unknown;
  };
  /** How the list of models is found. */
  discovery?: {
    /** `models` asks `/models`, `custom` asks `models_url`, `none` asks nothing. */
    type?: 'models' | 'none' | 'custom';
    /** Where the list of models is when it is not below `base_url`. */
    models_url?: string;
    [k: string]: unknown;
  };
  /** Which protocol the endpoint speaks. */
  runtime?: {
    /** Protocol of its requests. */
    protocol?: 'openai_chat' | 'openai_responses' | 'task_run' | 'none';
    [k: string]: unknown;
  };
  /** How it is tested whether the endpoint answers. */
  probe?: {
    /** HTTP method of the test. */
    method?: string;
    /** Path of the test, below `base_url`. */
    path?: string;
    /** HTTP headers of the test. */
    headers?: {
      /** Value of the header. */
      [k: string]: string | number;
    };
    /** Body of the test request. */
    body?: {
      [k: string]: unknown;
    };
    /**
     * HTTP statuses that count as an answer.
     *
     * Items: HTTP status. Range: at least 100, at most 599.
     */
    expected_statuses?: number[];
    /** Whether, or how, the key is sent with the test. */
    auth?:
      | boolean
      | string
      | {
          [k: string]: unknown;
        };
    [k: string]: unknown;
  };
  /** Not used; the entry's own name counts. */
  provider?: string;
  /** The same as `base_url`, in the spelling that Hermes Agent's own migration writes. */
  api?: string;
  /** The same as `api_mode`, in the spelling that Hermes Agent's own migration writes. Default: auto. */
  transport?:
    | 'chat_completions'
    | 'codex_responses'
    | 'anthropic_messages'
    | 'bedrock_converse'
    | 'codex_app_server'
    | 'auto'
    | 'openai'
    | 'openai_chat'
    | 'openai-chat'
    | 'openai_completions'
    | 'chat'
    | 'completions'
    | 'chat-completions'
    | 'codex'
    | 'responses'
    | 'codex-responses'
    | 'openai_responses'
    | 'openai-responses'
    | 'anthropic'
    | 'messages'
    | 'anthropic-messages'
    | 'bedrock'
    | 'converse'
    | 'bedrock-converse'
    | 'codex-app-server';
  /** The same as `model`, in the spelling that Hermes Agent's own migration writes. */
  default_model?: string;
  [k: string]: unknown;
}

/** A model that answers when the ones before it do not. */
export interface FallbackEntry {
  /** Who serves it, as in `model.provider`. Needed. */
  provider?: string;
  /** Id of the model. Needed. */
  model?: string;
  /** Where the endpoint is, for `provider: custom`. */
  base_url?: string;
  /** Name of the variable that holds the key. */
  key_env?: string;
  /** Key, better as `${VAR}` with the value in .env. */
  api_key?: string;
  /** Context window of this model in tokens. Compression goes by it while the entry is in use. Unit: tokens, at least 1. */
  context_length?: number;
  /** Time limit of a request. Unit: s, at least 0. */
  timeout?: number;
  /** API that requests use: chat completions (llama-server and nearly all others), Responses or Anthropic Messages. Not set or `auto`: found from the URL. Default: auto. */
  api_mode?:
    | 'chat_completions'
    | 'codex_responses'
    | 'anthropic_messages'
    | 'bedrock_converse'
    | 'codex_app_server'
    | 'auto'
    | 'openai'
    | 'openai_chat'
    | 'openai-chat'
    | 'openai_completions'
    | 'chat'
    | 'completions'
    | 'chat-completions'
    | 'codex'
    | 'responses'
    | 'codex-responses'
    | 'openai_responses'
    | 'openai-responses'
    | 'anthropic'
    | 'messages'
    | 'anthropic-messages'
    | 'bedrock'
    | 'converse'
    | 'bedrock-converse'
    | 'codex-app-server';
  /** How much the model thinks before it answers; `none` switches it off. Not set: the model's own choice. */
  reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
  /** Send the model's earlier thoughts back to it with the history. Default: false. */
  reasoning_echo?: boolean;
  /** Fields that are added to each request as they stand here, for what this endpoint alone understands. */
  extra_body?: {
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Own phrases for the time while the agent works. */
export interface DisplayStatusPhrases {
  /**
   * Phrases for the status line.
   *
   * Items: One of them.
   */
  status?: (string | number)[];
  /**
   * Phrases for any work.
   *
   * Items: One of them.
   */
  generic?: (string | number)[];
  /** File or folder with phrases, in the home folder of Hermes Agent. */
  path?: string;
  /**
   * Several of them.
   *
   * Items: One of them.
   */
  paths?: (string | number)[];
  /** Whether these join the built-in phrases or replace them. Default: append. */
  mode?: 'append' | 'replace';
  [k: string]: unknown;
}

/** What differs on this platform. */
export interface DisplayPlatform {
  /** How much is shown of tool calls: `off` nothing, `new` a line when the tool changes, `all` a line for each call, `verbose` all arguments and results, `log` only into a file (gateway). */
  tool_progress?: 'off' | 'new' | 'all' | 'verbose' | 'log' | 'on';
  /** Whether tool calls share one message that is edited, or have one each. */
  tool_progress_grouping?: 'accumulate' | 'separate';
  /** Longest preview of a tool call; 0: no limit. Unit: characters, at least 0. */
  tool_preview_length?: number;
  /** Whether answers appear on this platform while they are written. Not set: as the section `streaming` says. */
  streaming?: boolean;
  /** Whether the thoughts of the model are shown. */
  show_reasoning?: boolean;
  /** How thoughts look in a chat: a code block, a quotation, or small print (Discord). */
  reasoning_style?: 'code' | 'blockquote' | 'subtext';
  /** Whether remarks between two tool calls are sent as messages. */
  interim_assistant_messages?: boolean;
  /** Whether a chat hears every few minutes that the agent is still working. `generic` says no more than that. */
  long_running_notifications?: true | false | 'generic';
  /** Whether notices of a busy agent say what it is doing. */
  busy_ack_detail?: boolean;
  /** What a message does while the agent works: stop it, wait for the next turn, or reach the running turn after its next tool call. */
  busy_input_mode?: 'interrupt' | 'queue' | 'steer';
  /** Whether the platform is told that a message was passed to the running turn. */
  busy_steer_ack_enabled?: boolean;
  /** What a chat hears of background commands: a line at the end, all output, the final output, the final output of failures, or nothing. */
  background_process_notifications?: 'concise' | 'all' | 'result' | 'error' | 'off';
  /** Whether warnings of the program stay out of the chat. */
  suppress_warning_notifications?: boolean;
  /** Whether a chat hears that the agent took a note; `verbose` shows the note. */
  memory_notifications?: 'off' | 'on' | 'verbose';
  /** Whether messages about progress are deleted after the answer, where the platform allows it. */
  cleanup_progress?: boolean;
  /** How much the status line of a chat says while the agent works: action and object, the action alone, or nothing. */
  live_status?: 'full' | 'verb' | 'off' | 'all' | 'on';
  /** Whether progress of the thinking is shown. */
  thinking_progress?: boolean;
  /** After how long notices of the program are deleted; 0: never. Unit: s, at least 0. */
  ephemeral_system_ttl?: number;
  /** Whether commentary of a Codex model is sent as messages. */
  show_commentary?: boolean;
  /** Whether tool calls are told in words. */
  friendly_tool_labels?: boolean;
  /** Whether `/verbose` works in chats. */
  tool_progress_command?: boolean;
  /** Whether a turn that ends without an answer is explained. */
  turn_completion_explainer?: boolean;
  /** Whether the answer says which file changes failed. */
  file_mutation_verifier?: boolean;
  /** What happens to Markdown in answers on the terminal: shown formatted, removed, or left as it is. */
  final_response_markdown?: 'render' | 'strip' | 'raw';
  /** A line under the last message of a turn with the model and its context. */
  runtime_footer?: {
    /** Whether the line is shown. Default: false. */
    enabled?: boolean;
    /**
     * What it shows, in this order. Default: [model, context_pct, cwd].
     *
     * Items: One of them.
     */
    fields?: (string | number)[];
    [k: string]: unknown;
  };
  /** Own phrases for the time while the agent works. */
  status_phrases?: DisplayStatusPhrases;
  /** Whether messages carry the time. */
  timestamps?: boolean;
  /** Language of the notices of the program. */
  language?: string;
  [k: string]: unknown;
}

/** Main model. Which model answers, and where it runs. A single text in place of the map is short for `default`. */
export interface ModelSection {
  /** Id of the model, exactly as the endpoint lists it. Hermes Agent also takes a map of `provider` and `model`. */
  default?:
    | string
    | {
        /** Who serves it, as in `model.provider`. */
        provider?: string;
        /** Id of the model. */
        model?: string;
        [k: string]: unknown;
      };
  /** Who serves it: `custom` with `base_url`, a built-in provider such as `deepseek`, `custom:<name>` or the name of an entry under `providers`, or `auto`. Default: auto. */
  provider?: string;
  /** Where the endpoint is. A llama-server's ends in `/v1`. */
  base_url?: string;
  /** Key for `base_url`, better as `${VAR}` with the value in .env. A llama-server started without a key needs none. */
  api_key?: string;
  /** API that requests use: chat completions (llama-server and nearly all others), Responses or Anthropic Messages. Not set or `auto`: found from the URL. Default: auto. */
  api_mode?:
    | 'chat_completions'
    | 'codex_responses'
    | 'anthropic_messages'
    | 'bedrock_converse'
    | 'codex_app_server'
    | 'auto'
    | 'openai'
    | 'openai_chat'
    | 'openai-chat'
    | 'openai_completions'
    | 'chat'
    | 'completions'
    | 'chat-completions'
    | 'codex'
    | 'responses'
    | 'codex-responses'
    | 'openai_responses'
    | 'openai-responses'
    | 'anthropic'
    | 'messages'
    | 'anthropic-messages'
    | 'bedrock'
    | 'converse'
    | 'bedrock-converse'
    | 'codex-app-server';
  /** Context window that may be used, in tokens, input and output together. Where a server reports fewer, its window counts. It decides when compression starts; for a llama-server it is the window of one slot. Unit: tokens, at least 1. */
  context_length?: number;
  /** Largest answer. Older versions of Hermes Agent send it with each request, newer ones ignore it; `hermes config validate` counts it when it checks that an answer still fits the context window. Unit: tokens, at least 1. */
  max_tokens?: number;
  /** Window that is asked of Ollama with each request. Not set: detected, and at most `context_length`. Unit: tokens, at least 1. */
  ollama_num_ctx?: number;
  /** Whether answers arrive word by word. Switch it off for servers whose streamed tool calls are broken. Default: true. */
  streaming?: boolean;
  /** Whether it takes images; set it where detection is wrong. */
  supports_vision?: boolean;
  /** Send the model's earlier thoughts back to it with the history. Some models need that for tool calls. Default: false. */
  reasoning_echo?: boolean;
  /** HTTP headers for every request to an OpenAI-compatible endpoint, for instance a `User-Agent` that a gateway lets through. */
  default_headers?: {
    /** Value of the header. */
    [k: string]: string | number;
  };
  /** Another spelling of `default_headers`; where both name a header this one wins. */
  extra_headers?: {
    /** Value of the header. */
    [k: string]: string | number;
  };
  /** Fields that are added to each request as they stand here, for what this endpoint alone understands. */
  extra_body?: {
    [k: string]: unknown;
  };
  /** Time limit of a request. Unit: s, at least 0. */
  timeout?: number;
  /** HTTP header that carries the conversation's id, so that a load balancer keeps one conversation on one server. */
  session_affinity_header?: string;
  /** Azure: sign in with a key, or without one through Entra ID. Default: api_key. */
  auth_mode?: 'api_key' | 'entra_id';
  /** Azure: how the token of Entra ID is asked for. */
  entra?: {
    /** Scope of the token. Default: "https://ai.azure.com/.default". */
    scope?: string;
    [k: string]: unknown;
  };
  /** Who runs OpenAI's models: Hermes Agent itself, or the Codex program as a server. Default: auto. */
  openai_runtime?: 'auto' | 'codex_app_server';
  /** Whether `/model` in a chat changes this file too. Otherwise it holds for the session alone. Default: false. */
  persist_switch_by_default?: boolean;
  /** Short names for `/model`: name to a model id, or to a map of model and endpoint. */
  aliases?: {
    /** Id of the model, or where it runs. */
    [k: string]:
      | string
      | {
          /** Id of the model. */
          model?: string;
          /** Who serves it, as in `model.provider`. */
          provider?: string;
          /** Base URL with scheme and host. `${VAR}` takes it from .env or the environment. */
          base_url?: string;
          /** Key, better as `${VAR}`. */
          api_key?: string;
          /** Name of the variable that holds the key. */
          key_env?: string;
          [k: string]: unknown;
        };
  };
  [k: string]: unknown;
}

/** Endpoints by name. Name to endpoint, or to settings of a built-in provider of that name. Refer to one by its name in any `provider` key. Default: {}. */
export interface ProvidersSection {
  /** One OpenAI-compatible endpoint, or settings for a built-in provider; the latter need no URL. */
  [k: string]: ProviderEntry;
}

/** Context compression. When and how a long conversation is shortened, so that it fits the context window. */
export interface CompressionSection {
  /** Whether long conversations are compressed. Without it a conversation ends when the window is full. Default: true. */
  enabled?: boolean;
  /** Share of the context window at which compression starts: 0.8 is 80 %. Hermes Agent never goes below 0.75 for windows under 512K. Unit: share, at least 0, at most 1. Default: 0.8. */
  threshold?: number;
  /** Share of the threshold that is kept word for word as the recent part. Unit: share, at least 0.1, at most 0.8. Default: 0.2. */
  target_ratio?: number;
  /** Most recent messages that are never compressed. Unit: messages, at least 0. Default: 20. */
  protect_last_n?: number;
  /** A conversation with this many messages is compressed whatever its size. Unit: messages, at least 1. Default: 400. */
  hygiene_hard_message_limit?: number;
  /** First messages, besides the system prompt, that are never compressed. 0 suits conversations that go on for days. Unit: messages, at least 0. Default: 3. */
  protect_first_n?: number;
  /** Upper limit of the threshold, for models whose window is so large that a share of it comes too late. No effect where it is larger than the window. Unit: tokens, at least 1. */
  threshold_tokens?: number;
  /** Thresholds for single models: part of a model id to a share of its window. The longest part that fits wins. Default: {}. */
  model_thresholds?: {
    /** Share of the window. Unit: share, at least 0, at most 1. */
    [k: string]: number;
  };
  /** How much of the recent part is kept: `lean` about 2.5 % of the window, `legacy` what `target_ratio` says. Default: lean. */
  tail_mode?: 'lean' | 'legacy';
  /** Messages of the user that stay in the recent part in any case, even where tool results fill it. Unit: messages, at least 1. Default: 1. */
  min_tail_user_messages?: number;
  /** Longest message of the model in the recent part; longer ones are cut. 0: no limit. Unit: characters, at least 0. Default: 0. */
  tail_assistant_max_chars?: number;
  /** Rounds of compression before a turn gives up. Range: at least 1, at most 10. Default: 3. */
  max_attempts?: number;
  /** Keep the whole conversation when no summary can be made. Otherwise a plain one is put together without a model. Default: false. */
  abort_on_summary_failure?: boolean;
  /** Compress only after a memory provider has taken a checkpoint. Default: false. */
  checkpoint_required?: boolean;
  /** Tell people on chat platforms when a conversation is being compressed. Failures are told in any case. Default: false. */
  progress_notices?: boolean;
  /** Whether the session keeps its id. Otherwise a new session goes on from the summary. Default: true. */
  in_place?: boolean;
  /** Compress first when a session is taken up again after this long. 0: never. Unit: s, at least 0. Default: 0. */
  idle_compact_after_seconds?: number;
  /** Size of the history at which old tool results are cut without asking a model. 0: never. Unit: tokens, at least 0. Default: 0. */
  proactive_prune_tokens?: number;
  /** Tool results shorter than this are left alone by that. Unit: characters, at least 200. Default: 8000. */
  proactive_prune_min_result_chars?: number;
  /** It only happens when at least this much is won, because it empties the provider's prompt cache. Unit: tokens, at least 0. Default: 4096. */
  proactive_prune_min_reclaim_tokens?: number;
  /** Compress a little every few turns instead of much at once. Default: false. */
  micro_compact?: boolean;
  /** Turns between two small compressions. Unit: turns, at least 1. Default: 1. */
  micro_compact_every_n_turns?: number;
  /** Size at which the small summaries are merged into one. Unit: tokens, at least 0. Default: 2000. */
  micro_compact_defrag_threshold_tokens?: number;
  /** A compression that makes no progress for this long is given up. 0: no limit. Unit: s, at least 0. Default: 120. */
  context_timeout_seconds?: number;
  /** Longest time of a compression, progress or not. Unit: s, at least 0. Default: 600. */
  context_total_ceiling_seconds?: number;
  /** Gateway: a compression before a turn that makes no progress for this long is given up. Unit: s, at least 0. Default: 30. */
  hygiene_timeout_seconds?: number;
  /** Gateway: longest time of such a compression, progress or not. Unit: s, at least 0. Default: 600. */
  hygiene_total_ceiling_seconds?: number;
  /** Gateway: pause after one that failed. Unit: s, at least 0. Default: 300. */
  hygiene_failure_cooldown_seconds?: number;
  /** Gateway: longest time that a message waits for it. Unit: s, at least 0. Default: 10. */
  hygiene_max_turn_hold_seconds?: number;
  /** Codex subscription: start at 85 % of the window instead of `threshold`. Default: true. */
  codex_gpt55_autoraise?: boolean;
  /** Codex subscription: say that it does. Default: true. */
  codex_gpt55_autoraise_notice?: boolean;
  /** Codex program as a server: who decides when its conversation is compressed. Default: native. */
  codex_app_server_auto?: 'native' | 'hermes' | 'off';
  /** Let the provider's Responses API compress, where it can. Default: false. */
  codex_responses_native?: boolean;
  /** Size at which the Responses API compresses. Unit: tokens, at least 1. */
  codex_responses_compact_threshold?: number;
  [k: string]: unknown;
}

/** Background tasks. Which model does the work beside the conversation: compressing, titling, looking at images and so on. Each task can have its own; plugins may bring further tasks. */
export interface AuxiliarySection {
  /** Looks at images: what the user sends, and screenshots of the browser. Needs a model that takes images. Default: {timeout: 120, download_timeout: 30}. */
  vision?: AuxiliaryTask;
  /** Writes the summary when a conversation is compressed. Its window should hold what is summarised. Default: {timeout: 120}. */
  compression?: AuxiliaryTask;
  /** Gives a conversation its title after the first exchange. Default: {timeout: 30, enabled: true, prefer_fast_model: false, language: ''}. */
  title_generation?: AuxiliaryTask;
  /** Reads the conversations that a search found and ranks them. Default: {timeout: 30, max_concurrency: 3}. */
  session_search?: AuxiliaryTask;
  /** Judges whether a command is dangerous when `approvals.mode` is `smart`. Default: {timeout: 30}. */
  approval?: AuxiliaryTask;
  /** Searches the hub of skills. Default: {timeout: 30}. */
  skills_hub?: AuxiliaryTask;
  /** Answers when an MCP server asks for a completion. Default: {timeout: 30}. */
  mcp?: AuxiliaryTask;
  /** Puts audio tags into a text before it is spoken. Default: {timeout: 30}. */
  tts_audio_tags?: AuxiliaryTask;
  /** Rewrites an answer so that it can be read aloud. */
  tts_rewrite?: AuxiliaryTask;
  /** Rewrites a question before the memory is searched. It delays the answer, so the limit is short. Default: {timeout: 8}. */
  memory_query_rewrite?: AuxiliaryTask;
  /** The subagent that reviews changed code. */
  review?: AuxiliaryTask;
  /** Looks back at a conversation for what is worth remembering or turning into a skill. Default: {timeout: 120, enabled: true, max_input_tokens: 600000}. */
  background_review?: AuxiliaryTask;
  /** Kanban: turns a rough card into a precise one. Default: {timeout: 120}. */
  triage_specifier?: AuxiliaryTask;
  /** Kanban: splits a card into steps. Default: {timeout: 180}. */
  kanban_decomposer?: AuxiliaryTask;
  /** Describes what a profile is good for, so that work can be handed to it. Default: {timeout: 60}. */
  profile_describer?: AuxiliaryTask;
  /** Decides after each turn whether a goal has been reached. Default: {timeout: 60}. */
  goal_judge?: AuxiliaryTask;
  /** Tidies up the collection of skills. Default: {timeout: 600}. */
  curator?: AuxiliaryTask;
  /** Watches running work and reports on it. Default: {timeout: 60}. */
  monitor?: AuxiliaryTask;
  /** Mixture of agents: calls to the models that are asked for advice. Default: {timeout: 900}. */
  moa_reference?: AuxiliaryTask;
  /** Mixture of agents: calls to the model that puts the advice together. Default: {timeout: 900}. */
  moa_aggregator?: AuxiliaryTask;
  /** Repeated tries after a failure that may pass, such as a lost connection. Range: at least 0, at most 6. Default: 2. */
  transient_retries?: number;
  /** Take only models that cost nothing when a task falls back on OpenRouter. Default: false. */
  free_only?: boolean;
  /** Model for tasks that fall back on OpenRouter. Empty: a fast one that costs money. */
  openrouter_model?: string;
  /**
   * Endpoints that only answer streamed requests. Default: [].
   *
   * Items: One of them.
   */
  stream_only_base_urls?: (string | number)[];
  [k: string]: unknown;
}

/** Own llama-servers. Name to a llama-server that `hermes server start NAME` runs. */
export interface ServersSection {
  /** One llama-server. */
  [k: string]: {
    /** GGUF file. A relative path starts at the folder of config.yaml. */
    model?: string;
    /** Address to listen on. `0.0.0.0` lets other machines in; give such a server a key. Default: 127.0.0.1. */
    host?: string;
    /** Port to listen on. Range: at least 1, at most 65535. Default: 8000. */
    port?: number;
    /** Context window, shared by all slots. 0: as much as the model was trained for. Unit: tokens, at least 0. Default: 65536. */
    ctx_size?: number;
    /** Slots: requests that are served at the same time. Each gets `ctx_size / parallel` tokens. Range: at least 1. Default: 1. */
    parallel?: number;
    /** Name of the variable that holds the key which clients must send. */
    api_key_env?: string;
    /**
     * Further flags of llama-server, one item per word.
     *
     * Items: One word.
     */
    extra_args?: (string | number)[];
    [k: string]: unknown;
  };
}

/** Benchmark. Settings of `hermes bench`; it has none yet. */
export interface BenchmarkSection {
  [k: string]: unknown;
}

/** Doctor. Settings of `hermes doctor`. */
export interface DoctorSection {
  /** Hermes Agent: time that its doctor waits for one endpoint to answer. Unit: s, at least 0. Default: 10. */
  live_probe_timeout?: number;
  [k: string]: unknown;
}

/** Own settings. Settings of this program itself. */
export interface OpsSection {
  /** Whether background work of a local model may go to a paid provider. Default: false. */
  allow_paid?: boolean;
  [k: string]: unknown;
}

/** Agent. How the agent works: limits of a turn, time limits of the gateway, how much the model thinks, and what its system prompt tells it. */
export interface AgentSection {
  /** Most rounds of tool calls in one turn. 0, -1 or `unlimited`: no limit. Range: at least -1. */
  max_turns?: number | string;
  /** Share of the rounds after which the model is told to come to an end. Not set: it is not told. Unit: share, at least 0, at most 1. */
  budget_warning_ratio?: number;
  /** Longest time of a run, working or not. Not set: no limit. Unit: s, at least 0. */
  run_budget_seconds?: number;
  /** How much the main model thinks before it answers; `none` switches it off. In the API mode `anthropic_messages` hermes tells it to llama-server alone. Hermes Agent also takes a map of `enabled` and `effort`. Default: medium. */
  reasoning_effort?: (
    | ('none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false')
    | (
        | string
        | boolean
        | {
            [k: string]: unknown;
          }
      )
  ) & {
    /** Whether the model thinks at all. */
    enabled?: boolean;
    /** How much the model thinks before it answers; `none` switches it off. Not set: the model's own choice. */
    effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
    [k: string]: unknown;
  };
  /** How much single models think: model id to a word as in `reasoning_effort`. Dots and dashes are the same, the provider in front may be left out. Default: {}. */
  reasoning_overrides?: {
    /** How much the model thinks before it answers; `none` switches it off. Not set: the model's own choice. */
    [k: string]: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
  };
  /** Send the model's earlier thoughts back to it with the history, whatever the provider. Default: false. */
  reasoning_echo?: boolean;
  /** Speed class that is asked of providers that sell one; `fast` costs more. */
  service_tier?: 'normal' | 'fast' | 'auto' | 'cold' | 'priority';
  /** With `service_tier: auto`: how long the fast class is kept after a message of the user. Unit: s, at least 0. Default: 60. */
  fast_auto_seconds?: number;
  /** Text that is put into the system prompt of every session. */
  system_prompt?: string;
  /** Name to a text that sets the tone; choose one with `/personality NAME`. Default: {}. */
  personalities?: {
    /** What the model is told, or a map with it. */
    [k: string]:
      | string
      | {
          [k: string]: unknown;
        };
  };
  /** Toolsets that no session gets, whatever the platform's own list says. Default: []. */
  disabled_toolsets?: (string | number)[] | string;
  /** How images reach the main model: as they are, or described in words by the vision task. `auto` asks whether the model takes images. Default: auto. */
  image_input_mode?: 'auto' | 'native' | 'text';
  /** Write more to the log than usual. Default: false. */
  verbose?: boolean;
  /** Tell the model to call tools instead of announcing it. `auto`: the models known to need it; a list names parts of model ids. Default: auto. */
  tool_use_enforcement?: (('auto' | 'on' | 'off' | 'always' | 'never') | (string | boolean | unknown[])) & string[];
  /** Tell the model how to carry out work in steps. `auto`: the models known to need it; a list names parts of model ids. Default: auto. */
  execution_guidance?: (('auto' | 'on' | 'off') | (string | boolean | unknown[])) & string[];
  /** Let the model go on when it ends a turn with an announcement instead of a result. `auto`: on the Codex route alone; a list names parts of model ids. Default: auto. */
  intent_ack_continuation?: (('auto' | 'on' | 'off' | 'always' | 'never') | (string | boolean | unknown[])) & string[];
  /** Step in when a turn ends without an answer or goes in circles. Default: true. */
  stall_guards?: boolean;
  /** Tell the model to finish a task before it answers. Default: true. */
  task_completion_guidance?: boolean;
  /** Tell the model to ask for independent tool calls at once. Default: true. */
  parallel_tool_call_guidance?: boolean;
  /** Look at the machine once (system, shell, tools) and tell the model about it. Default: true. */
  environment_probe?: boolean;
  /** What the model should know about the machine besides that. */
  environment_hint?: string;
  /** Tell the model how to talk to other bots where bot mode is on. Default: true. */
  bot_mode_protocol?: boolean;
  /** Whether the model gets a briefing for programming; `auto`: in a folder with code. Default: auto. */
  coding_context?: 'auto' | 'focus' | 'on' | 'off';
  /** Standing rules for programming, added to that briefing. */
  coding_instructions?: string | string[];
  /** Remind the model to check edited code before it finishes. `auto`: on the terminal and for programs, not on chat platforms. Default: auto. */
  verify_on_stop?: 'auto' | 'on' | 'off';
  /** Say in that reminder how to check the look of pages, and to leave a clean diff. Default: true. */
  verify_guidance?: boolean;
  /** Most reminders in one turn. Range: at least 0. Default: 3. */
  max_verify_nudges?: number;
  /** Repeated tries of a request that failed, before a fallback or the user gets it. Less is quicker where there are fallbacks. Range: at least 0. Default: 3. */
  api_max_retries?: number;
  /** How often a turn that broke off is taken up again without asking. Range: at least 0. Default: 5. */
  auto_recovery_cycles?: number;
  /** What happens when a model answers with nothing again and again. */
  empty_response_guard?: {
    /** Whether that is stopped. Default: true. */
    enabled?: boolean;
    /** Cost after which it is stopped. Unit: USD, at least 0. Default: 0.25. */
    cost_threshold_usd?: number;
    [k: string]: unknown;
  };
  /** Watches whether a running turn is still alive. */
  turn_liveness?: {
    /** Time without a sign of life after which it counts as stuck. Unit: s, at least 0. Default: 600. */
    timeout_s?: number;
    /** Time between two looks. Unit: s, at least 0. Default: 15. */
    poll_s?: number;
    [k: string]: unknown;
  };
  /** Local servers: a streamed answer that brings nothing for this long is given up. Prompt processing of a long prompt on a CPU can take that long. Unit: s, at least 0. Default: 900. */
  local_stream_stale_timeout?: number;
  /** Repairs of a damaged history in a row after which it is reported. Range: at least 0. Default: 3. */
  sanitizer_heal_escalation_threshold?: number;
  /** Gateway: agents that are kept ready between messages. */
  agent_cache?: {
    /** Most agents that are kept. Range: at least 0. Default: 128. */
    max_size?: number;
    /** An unused one is dropped after this time. Unit: s, at least 0. Default: 3600. */
    idle_ttl_secs?: number;
    /** Memory of the process above which agents are dropped; `auto` goes by the machine. Unit: MB, at least 0. Default: auto. */
    memory_high_mb?: number | string;
    /** Most agents that are dropped at once. Range: at least 0. Default: 16. */
    max_evictions_per_pass?: number;
    /** Agents used last that are never dropped. Range: at least 0. Default: 8. */
    protect_recent?: number;
    [k: string]: unknown;
  };
  /** Gateway: a run that does nothing for this long is ended. 0: never. Unit: s, at least 0. Default: 1800. */
  gateway_timeout?: number;
  /** Gateway: a warning comes after this long. 0: none. Unit: s, at least 0. Default: 900. */
  gateway_timeout_warning?: number;
  /** Gateway: time between two messages that a long run is still at work. 0: none. Unit: s, at least 0. Default: 180. */
  gateway_notify_interval?: number;
  /** Gateway: time that a message waits for the conversation to be free. Unit: s, at least 0. Default: 5. */
  gateway_turn_lease_timeout?: number;
  /** Gateway: a run cut off by a restart goes on by itself when it is no older than this. Unit: s, at least 0. Default: 3600. */
  gateway_auto_continue_freshness?: number;
  /** Gateway: time for taking up such runs when it starts. Unit: s, at least 0. Default: 30. */
  gateway_startup_restore_drain_timeout?: number;
  /** Gateway: time for getting ready when it starts. Unit: s, at least 0. Default: 20. */
  gateway_startup_warmup_timeout?: number;
  /** Gateway: a new message that waits this long for a silent run makes it say so. 0: never. Unit: s, at least 0. Default: 300. */
  session_stall_timeout?: number;
  /** Gateway: a platform that stays unreachable this long is reported. Unit: s, at least 0. Default: 7200. */
  reconnect_attention_after?: number;
  /** Time that a question to the user waits for an answer. Unit: s, at least 0. Default: 3600. */
  clarify_timeout?: number;
  /** Time that running work gets when the gateway stops. 0: it is interrupted at once. Unit: s, at least 0. Default: 0. */
  restart_drain_timeout?: number;
  /** Time that a restart waits for the turn that asked for it. Unit: s, at least 0. Default: 1800. */
  restart_after_turn_timeout?: number;
  /** Time that scheduled jobs get when the gateway stops. Unit: s, at least 0. Default: 30. */
  cron_drain_timeout?: number;
  /** Time that a message waits while MCP servers and skills are loaded. Unit: s, at least 0. Default: 600. */
  build_wait_timeout?: number;
  [k: string]: unknown;
}

/** Terminal. Where commands of the agent run: on this machine, on another one over SSH, in a container or in the cloud. Each key is also exported as `TERMINAL_<KEY>`. */
export interface TerminalSection {
  /** Where commands run. Plugins may add further backends. Default: local. */
  backend?: 'local' | 'docker' | 'ssh' | 'modal' | 'managed_modal' | 'daytona' | 'vercel_sandbox' | 'singularity';
  /** Folder in which commands start. `.` is the folder that the program was started in; for other backends it is a path over there. Default: ".". */
  cwd?: string;
  /** Time limit of a single command. Unit: s, at least 0. Default: 180. */
  timeout?: number;
  /** Time without use after which an environment is shut down. Unit: s, at least 0. Default: 300. */
  lifetime_seconds?: number;
  /** Whether one shell stays open, so that the folder and variables last from one command to the next. For backends other than `local`. Default: true. */
  persistent_shell?: boolean;
  /** What tools see as HOME: `real` your own, `profile` one that belongs to the profile. `auto`: your own on this machine, the other one in containers. Default: auto. */
  home_mode?: 'auto' | 'real' | 'profile';
  /**
   * Variables of the environment that commands may see besides the harmless ones. Default: [].
   *
   * Items: One of them.
   */
  env_passthrough?: (string | number)[];
  /**
   * Files that the shell reads before the first command, for tools that put themselves into PATH there. `~` and variables are resolved. Default: [].
   *
   * Items: One of them.
   */
  shell_init_files?: (string | number)[];
  /** Whether `.profile`, `.bash_profile` and `.bashrc` are read too. Only where `shell_init_files` is empty. Default: true. */
  auto_source_bashrc?: boolean;
  /** Folder for output of background commands and for scripts; it must exist. Not set: TMPDIR, else a folder in the cache of Hermes Agent. */
  temp_dir?: string;
  /** What happens when the host or the container service cannot be reached: `warn` tells the model why, `fail` ends in an error. Default: warn. */
  degraded_mode?: 'warn' | 'fail';
  /** Time that background processes have to end before they are killed. 0: they are only asked to. Unit: s, at least 0. Default: 2. */
  daemon_term_grace_seconds?: number;
  /** How long a run with a single question waits for background commands whose end it announced. 0: not at all. Unit: s, at least 0. Default: 600. */
  oneshot_completion_wait_seconds?: number;
  /** Font of the terminal in the desktop app; a Nerd Font shows the symbols of prompts. It must be installed. */
  font_family?: string;
  /** Password for sudo, in plain text; better not here. Not set: the terminal asks for it. An empty text: an empty password is tried and nothing asks. */
  sudo_password?: string;
  /** Host for the backend `ssh`. */
  ssh_host?: string;
  /** User on that host. */
  ssh_user?: string;
  /** Port of its SSH server. Range: at least 1, at most 65535. Default: 22. */
  ssh_port?: number;
  /** File with the private key. Not set: the SSH agent is asked. */
  ssh_key?: string;
  /** Image for the backend `docker`. Default: "nikolaik/python-nodejs:python3.14-nodejs22". */
  docker_image?: string;
  /**
   * Folders to mount, as `HOST_PATH:CONTAINER_PATH`, with `:ro` for reading only. Default: [].
   *
   * Items: One of them.
   */
  docker_volumes?: (string | number)[];
  /** Whether the folder that the program was started in appears as `/workspace`. Commands can then change your files. Default: false. */
  docker_mount_cwd_to_workspace?: boolean;
  /**
   * Variables whose values are taken from your shell or from .env into the container. Every command there can read them. Default: [].
   *
   * Items: One of them.
   */
  docker_forward_env?: (string | number)[];
  /** Variables of the container with their values as written here. Default: {}. */
  docker_env?: {
    /** Value of the variable. */
    [k: string]: string | number | boolean;
  };
  /** Whether commands in the container reach the network. Default: true. */
  docker_network?: boolean;
  /**
   * Further flags for `docker run`, as they are. Default: [].
   *
   * Items: One of them.
   */
  docker_extra_args?: (string | number)[];
  /** Size of shared memory in the container; browsers and data loaders need more than the 64 MB of Docker. 0 or empty: what Docker gives. Default: 1g. */
  docker_shm_size?: string | number;
  /** Whether commands run with your user and group, so that files in mounted folders are yours. Not for images that must start as root. Default: false. */
  docker_run_as_host_user?: boolean;
  /** Leave out two flags that Docker from a snap package refuses. Only for that package. Default: false. */
  docker_snap_compat?: boolean;
  /** Name under which profiles that trust each other share one container. Empty: each profile has its own. */
  docker_shared_container_key?: string;
  /** Whether the container is used again after a restart. Default: true. */
  docker_persist_across_processes?: boolean;
  /** Whether containers left over from earlier runs are removed at the start. Default: true. */
  docker_orphan_reaper?: boolean;
  /** Folder on this machine for the lasting files of containers. */
  sandbox_dir?: string;
  /** Image for the backend `singularity`. Default: "docker://nikolaik/python-nodejs:python3.14-nodejs22". */
  singularity_image?: string;
  /** Image for the backend `modal`. Default: "nikolaik/python-nodejs:python3.14-nodejs22". */
  modal_image?: string;
  /** Whether Modal is used with your own account or through a Nous subscription. Default: auto. */
  modal_mode?: 'auto' | 'direct' | 'managed';
  /** Image for the backend `daytona`. Default: "nikolaik/python-nodejs:python3.14-nodejs22". */
  daytona_image?: string;
  /** Runtime for the backend `vercel_sandbox`. Default: node24. */
  vercel_runtime?: 'node24' | 'node22' | 'python3.13';
  /** Processor cores of a container. Not for `local` and `ssh`. Unit: cores, at least 0. Default: 1. */
  container_cpu?: number;
  /** Memory of a container. Not for `local` and `ssh`. Unit: MB, at least 0. Default: 5120. */
  container_memory?: number;
  /** Disk space of a container. Not for `local` and `ssh`; Daytona gives 10,240 at most. Unit: MB, at least 0. Default: 51200. */
  container_disk?: number;
  /** Whether files of a container last until the next session. Default: true. */
  container_persistent?: boolean;
  [k: string]: unknown;
}

/** Memory. What the agent remembers from one session to the next: notes of its own and a profile of the user, both put into every system prompt. */
export interface MemorySection {
  /** Whether the agent keeps notes (MEMORY.md). Default: true. */
  memory_enabled?: boolean;
  /** Whether the agent keeps a profile of the user (USER.md). Default: true. */
  user_profile_enabled?: boolean;
  /** Longest notes; about 2.75 characters are a token. Longer notes cost a local model prompt processing in every session. Unit: characters, at least 0. Default: 2200. */
  memory_char_limit?: number;
  /** Longest profile of the user. Unit: characters, at least 0. Default: 1375. */
  user_char_limit?: number;
  /** After how many messages of the user the agent is reminded to take notes. 0: never. Unit: turns, at least 0. Default: 10. */
  nudge_interval?: number;
  /** How many messages of the user a session needs for a last turn of taking notes before it is reset or left. 0: no such turn. Unit: turns, at least 0. Default: 6. */
  flush_min_turns?: number;
  /** Whether you confirm every note before it is written. Default: false. */
  write_approval?: boolean;
  /** Memory service besides the built-in notes, one at a time. Empty: none. */
  provider?: string;
  /** Most entries that a search in a memory service returns, for services that go by it. Unit: entries, at least 0. */
  max_results?: number;
  [k: string]: unknown;
}

/** Tools. How tools are offered to the model. Which ones it has is said under `platform_toolsets`. */
export interface ToolsSection {
  /** Tools of MCP servers and plugins can be listed and fetched on demand, which keeps prompts short for a local model. */
  tool_search?: {
    /** Whether such tools are fetched on demand. `off` sends all of them with every request. Default: auto. */
    enabled?: 'auto' | 'on' | 'off';
    /** Most of the context window that the list of them may take. Unit: %, at least 0, at most 100. Default: 5. */
    threshold_pct?: number;
    /** Hits of a search when the model asks for no number. Unit: tools, at least 1, at most 50. Default: 5. */
    search_default_limit?: number;
    /** Most hits that the model may ask for. Unit: tools, at least 1, at most 50. Default: 25. */
    max_search_limit?: number;
    /** Whether the names stand in the prompt. `auto`: where they fit; `off`: the model must search. Default: auto. */
    listing?: 'auto' | 'on' | 'off';
    /** Longest list of names. Unit: tokens, at least 200, at most 60000. Default: 4000. */
    listing_max_tokens?: number;
    [k: string]: unknown;
  };
  /** Connections to services through a Nous account. */
  connectors?: {
    /** Whether they may be found and set up. Default: true. */
    enabled?: boolean;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Toolsets of platforms. Which tools the model has on the terminal and on each chat platform. Few tools make short prompts, which a local model reads faster. */
export interface PlatformToolsetsSection {
  /** Toolsets on the terminal. Default: [hermes-cli]. */
  cli?: string[] | string;
  /** Toolsets on Telegram. Default: [hermes-telegram]. */
  telegram?: string[] | string;
  /** Toolsets on Discord. Default: [hermes-discord]. */
  discord?: string[] | string;
  /** Toolsets on WhatsApp. Default: [hermes-whatsapp]. */
  whatsapp?: string[] | string;
  /** Toolsets on Slack. Default: [hermes-slack]. */
  slack?: string[] | string;
  /** Toolsets on Signal. Default: [hermes-signal]. */
  signal?: string[] | string;
  /** Toolsets on Home Assistant. Default: [hermes-homeassistant]. */
  homeassistant?: string[] | string;
  /** Toolsets on QQ. Default: [hermes-qqbot]. */
  qqbot?: string[] | string;
  /** Toolsets on Yuanbao. Default: [hermes-yuanbao]. */
  yuanbao?: string[] | string;
  /** Toolsets on Microsoft Teams. Default: [hermes-teams]. */
  teams?: string[] | string;
  /** Toolsets on Google Chat. Default: [hermes-google_chat]. */
  google_chat?: string[] | string;
  /** Toolsets on Feishu. */
  feishu?: string[] | string;
  [k: string]: unknown;
}

/** Skills. Written procedures that the agent loads when they fit, and writes itself. */
export interface SkillsSection {
  /** Skills that are never loaded. */
  disabled?: string[] | string;
  /** Skills that are not loaded on a platform: its name to a list. */
  platform_disabled?: {
    /** Skills that this platform does not load. */
    [k: string]: string[] | string;
  };
  /** Further folders with skills, for reading only; skills of the same name in the home folder win. `~` and variables are resolved. Default: []. */
  external_dirs?: string[] | string;
  /** Folder for skills that the agent writes. Empty: `skills/` of the profile. */
  create_dir?: string;
  /** Whether skills in `.hermes/skills` and `.agents/skills` of the project are found. They load only where the project is trusted. Default: true. */
  project_discovery?: boolean;
  /** Projects whose skills are loaded. Hermes Agent's `hermes skills trust` writes it. Default: []. */
  trusted_project_dirs?: string[] | string;
  /** Whether `${HERMES_SKILL_DIR}` and `${HERMES_SESSION_ID}` in skills are filled in. Default: true. */
  template_vars?: boolean;
  /** Whether shell commands inside a skill are run when it is loaded, without a question. For skills from people you trust. Default: false. */
  inline_shell?: boolean;
  /** Time limit of such a command. Unit: s, at least 0. Default: 10. */
  inline_shell_timeout?: number;
  /** Whether skills that the agent writes are scanned for dangerous commands. Default: false. */
  guard_agent_created?: boolean;
  /** Whether an installed `skillevaluator` gives its opinion when a skill is installed. It blocks nothing. Default: true. */
  tier1_advisory?: boolean;
  /** Whether changes of skills wait for `/skills approve`. Default: false. */
  write_approval?: boolean;
  /** Whether each change of a skill is recorded, so that it can be taken back. Default: true. */
  ledger?: boolean;
  /** After how many rounds of tool calls the agent is reminded to write a skill. 0: never. Unit: rounds, at least 0. Default: 15. */
  creation_nudge_interval?: number;
  /** Settings that skills declare: name of the skill to its keys. */
  config?: {
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** MCP servers. Servers of the Model Context Protocol whose tools the model gets, by a name of your choice. Each has `command` or `url`. */
export interface McpServersSection {
  /** One server: a program to start, or an address. */
  [k: string]: {
    /** Program to start, for servers that speak over standard input and output. */
    command?: string;
    /** Its arguments, best as a list. */
    args?: (string | number | boolean)[] | string;
    /** Variables for the program; besides harmless ones it gets no others. Write keys as `${VAR}`. */
    env?: {
      /** Value of the variable. */
      [k: string]: string | number | boolean;
    };
    /** Folder that the program starts in. */
    cwd?: string;
    /** Address of a server that is reached over HTTP. */
    url?: string;
    /** HTTP headers for it. Write keys as `${VAR}`. */
    headers?: {
      /** Value of the header. */
      [k: string]: string | number;
    };
    /** `sse` for servers that speak the older protocol with events. */
    transport?: string;
    /** How to log in to an HTTP server; `oauth` opens the browser once. */
    auth?:
      | string
      | {
          [k: string]: unknown;
        };
    /** Details of that login, where the server does not say them itself. */
    oauth?: {
      /** Id of a client that was registered before, or the https address of a document that describes the client. */
      client_id?: string;
      /** Its secret, better as `${VAR}`. */
      client_secret?: string;
      /** File with the private key (PEM, PKCS #8; RSA or EC) that a client without a user proves itself with, in place of `client_secret`. Known to hermes alone. */
      private_key_file?: string;
      /** Name to register under. */
      client_name?: string;
      /** Rights to ask for. */
      scope?: string;
      /** Login in the browser, with a code that is entered on another device, or without a user by `client_id` and `client_secret` or `private_key_file`. hermes knows the first and the last, Hermes Agent the first two. Default: browser. */
      flow?: 'browser' | 'device' | 'client_credentials';
      /** Where the browser returns to. */
      redirect_uri?: string;
      /** Port for the return, on this machine. Range: at least 0, at most 65535. */
      redirect_port?: number;
      /** How the client proves itself when it fetches a token. */
      token_endpoint_auth_method?: string;
      /** Time limit of the login. Unit: s, at least 0. Default: 300. */
      timeout?: number;
      [k: string]: unknown;
    };
    /** Whether the certificate is checked, or a file to check it with. Default: true. */
    ssl_verify?: boolean | string;
    /** Certificate to show to the server: one file, or a list of certificate, key and the password of the key. */
    client_cert?: string | string[];
    /** File with the key, where the certificate is in another one. */
    client_key?: string;
    /** Whether the server is used. Default: true. */
    enabled?: boolean;
    /** Whether the server is started only when one of its tools is called. Default: false. */
    lazy?: boolean;
    /** Time limit of a tool call. Unit: s, at least 0. Default: 120. */
    timeout?: number;
    /** Time limit of connecting; more for programs that are downloaded first. Unit: s, at least 0. Default: 60. */
    connect_timeout?: number;
    /** How often an idle connection is tested, less than the server keeps a session. Not set: 180 over HTTP, never for programs. Unit: s, at least 5. */
    keepalive_interval?: number;
    /** Time without use after which a started server is ended; it is started again when needed. 0: never. Unit: s, at least 0. */
    idle_timeout_seconds?: number;
    /** Age at which a started server is started anew. 0: never. Unit: s, at least 0. */
    max_lifetime_seconds?: number;
    /** Other place for the two keys about ending and restarting. */
    lifecycle?: {
      /** Time without use after which a started server is ended; it is started again when needed. 0: never. Unit: s, at least 0. */
      idle_timeout_seconds?: number;
      /** Age at which a started server is started anew. 0: never. Unit: s, at least 0. */
      max_lifetime_seconds?: number;
      [k: string]: unknown;
    };
    /** How the version of the protocol is agreed on. Default: auto. */
    protocol?: 'auto' | 'stateless' | 'legacy';
    /** Leave out the test request before the connection, for servers that answer it oddly. Default: false. */
    skip_preflight?: boolean;
    /** Whether tools of this server may run at the same time. Default: false. */
    supports_parallel_tool_calls?: boolean;
    /** `untrusted` asks you before each tool that may change something. Default: full. */
    trust?: 'full' | 'untrusted';
    /** Which of its tools the model gets. */
    tools?: {
      /** Only these; wins over `exclude`. `*` stands for any text. */
      include?: string[] | string;
      /** All but these. */
      exclude?: string[] | string;
      /** Whether the model may list and read resources of the server. Default: true. */
      resources?: boolean;
      /** Whether the model may list and fetch prompts of the server. Default: true. */
      prompts?: boolean;
      [k: string]: unknown;
    };
    /** Whether and how the server may ask a model itself. Its requests count as yours. */
    sampling?: {
      /** Whether it may. Default: true. */
      enabled?: boolean;
      /** Model for its requests. Not set: as for the task `mcp`. */
      model?: string;
      /** Longest answer. Unit: tokens, at least 0. Default: 4096. */
      max_tokens_cap?: number;
      /** Time limit of a request. Unit: s, at least 0. Default: 30. */
      timeout?: number;
      /** Most requests in a minute. Unit: requests, at least 0. Default: 10. */
      max_rpm?: number;
      /**
       * Models it may ask for. Empty: all. Default: [].
       *
       * Items: One of them.
       */
      allowed_models?: (string | number)[];
      /** Most rounds of tool calls in one request. 0: none. Unit: rounds, at least 0. Default: 5. */
      max_tool_rounds?: number;
      /** Whether its requests may use the tools of the agent. Default: false. */
      expose_client_tools?: boolean;
      /** How much is written to the log. Default: info. */
      log_level?: 'debug' | 'info' | 'warning' | 'error';
      [k: string]: unknown;
    };
    /** Whether the server may ask you for input. */
    elicitation?: {
      /** Whether it may. Default: true. */
      enabled?: boolean;
      /** How long a question waits for you. Unit: s, at least 0. Default: 300. */
      timeout?: number;
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
}

/** MCP. How connections to MCP servers are kept. The servers themselves are under `mcp_servers`. */
export interface McpSection {
  /** Whether connections are made anew when `mcp_servers` changes. The prompt is then processed from its beginning once. Default: true. */
  auto_reload_on_config_change?: boolean;
  [k: string]: unknown;
}

/** Plugins. Which plugins are loaded, how they are updated, and their own settings. */
export interface PluginsSection {
  /** Plugins to load; others that you installed are not. Default: []. */
  enabled?: (string | number)[] | string;
  /** Plugins not to load; wins over `enabled`. Default: []. */
  disabled?: (string | number)[] | string;
  /** Settings of single plugins, by their name. Default: {}. */
  entries?: {
    /** What one plugin may do, and its own settings. */
    [k: string]: {
      /** Whether the plugin works. */
      enabled?: boolean;
      /** Whether it may replace a built-in tool. Default: false. */
      allow_tool_override?: boolean;
      /** Its own settings. */
      config?: {
        [k: string]: unknown;
      };
      /** Its own settings. */
      settings?: {
        [k: string]: unknown;
      };
      /** What it may decide about the model of its requests. */
      llm?: {
        [k: string]: unknown;
      };
      [k: string]: unknown;
    };
  };
  /** Time limit of a callback of a plugin. 0: no limit. Unit: s, at least 0, at most 600. Default: 30. */
  hook_callback_timeout?: number;
  /** Whether plugins that use module names of older versions are still loaded. Default: false. */
  allow_deprecated_imports?: boolean;
  /** Time between two looks for updates. 0: never. Unit: h, at least 0. Default: 24. */
  auto_update_check_hours?: number;
  /** Whether updates of plugins from Git are installed without asking. Default: false. */
  auto_apply?: boolean;
  /** Time limit of a download. Unit: s, at least 0, at most 3600. Default: 300. */
  clone_timeout_seconds?: number;
  /** Settings of the memory service `holographic`. */
  'hermes-memory-store'?: {
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Hooks. Commands that are run at certain events, with the details as JSON on standard input. A new command is run only after you agreed once. */
export interface HooksSection {
  /**
   * Before a tool call; the command may refuse it.
   *
   * Items: One command.
   */
  pre_tool_call?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * After a tool call.
   *
   * Items: One command.
   */
  post_tool_call?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * Before a turn; the command may add text for the model.
   *
   * Items: One command.
   */
  pre_llm_call?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * After a turn.
   *
   * Items: One command.
   */
  post_llm_call?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * Before a request to the model.
   *
   * Items: One command.
   */
  pre_api_request?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * After a request to the model.
   *
   * Items: One command.
   */
  post_api_request?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * When a session starts.
   *
   * Items: One command.
   */
  on_session_start?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * When a session ends.
   *
   * Items: One command.
   */
  on_session_end?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * When a session is closed for good.
   *
   * Items: One command.
   */
  on_session_finalize?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * When a session starts afresh.
   *
   * Items: One command.
   */
  on_session_reset?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * When a subagent has finished.
   *
   * Items: One command.
   */
  subagent_stop?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * Before the agent is reminded to check its work.
   *
   * Items: One command.
   */
  pre_verify?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  /**
   * Before speech is turned into text.
   *
   * Items: One command.
   */
  pre_transcription?: {
    /** Names of tools that it is for, as a regular expression. Not set: all. */
    matcher?: string;
    /** Command with its arguments. It is not run by a shell. */
    command?: string;
    /** Time limit. Unit: s, at least 0. */
    timeout?: number;
    [k: string]: unknown;
  }[];
  [k: string]: unknown;
}

/** Display. What the terminal and the chats show: colours, progress of tools, thoughts, the status bar. Nothing here changes what the model sees. */
export interface DisplaySection {
  /** Which interface `hermes` starts on a terminal: the classic prompt, or the full-screen one. Default: cli. */
  interface?: 'cli' | 'tui';
  /** Colours and figures of the terminal: a built-in skin, or the name of a file in `skins/`. Default: default. */
  skin?: string;
  /** Language of the notices and questions of the program; the model answers in yours. An unknown one: English. Default: en. */
  language?: 'en' | 'zh' | 'zh-hant' | 'ja' | 'de' | 'es' | 'fr' | 'tr' | 'uk' | 'ko' | 'pt' | 'ru';
  /** Whether the start shows one line instead of the big banner. Default: false. */
  compact?: boolean;
  /** Personality that sessions start with; its text is under `personalities`. Empty: none. */
  personality?: string;
  /** Whether the terminal shows an answer while it is written. Chats go by the section `streaming`. Default: false. */
  streaming?: boolean;
  /** Whether the thoughts of the model are shown. Default: true. */
  show_reasoning?: boolean;
  /** Whether the recap of the thoughts under an answer is shown in full instead of ten lines. Default: false. */
  reasoning_full?: boolean;
  /** How thoughts look in a chat: a code block, a quotation, or small print (Discord). Default: code. */
  reasoning_style?: 'code' | 'blockquote' | 'subtext';
  /** How much is shown of tool calls: `off` nothing, `new` a line when the tool changes, `all` a line for each call, `verbose` all arguments and results, `log` only into a file (gateway). Default: all. */
  tool_progress?: 'off' | 'new' | 'all' | 'verbose' | 'log' | 'on';
  /** Whether tool calls share one message that is edited, or have one each. Default: accumulate. */
  tool_progress_grouping?: 'accumulate' | 'separate';
  /** Whether `/verbose` works in chats. Default: false. */
  tool_progress_command?: boolean;
  /** Longest preview of a tool call. 0: no limit. Unit: characters, at least 0. Default: 0. */
  tool_preview_length?: number;
  /** Whether tool calls are told in words such as "reading a file". Default: true. */
  friendly_tool_labels?: boolean;
  /** Whether remarks of the model between two tool calls are kept and sent. Default: true. */
  interim_assistant_messages?: boolean;
  /** Whether commentary of a Codex model is sent as messages. Off: it counts as thoughts. Default: true. */
  show_commentary?: boolean;
  /** Whether changes of files are shown as a diff. Default: true. */
  inline_diffs?: boolean;
  /** Whether the answer says which changes of files failed and were not made up for. Default: true. */
  file_mutation_verifier?: boolean;
  /** Whether a turn that ends without an answer is explained in a line. Default: true. */
  turn_completion_explainer?: boolean;
  /** Whether a line under the turn says how long it took and what was changed (terminal). Default: true. */
  turn_summary?: boolean;
  /** Whether the tokens of a running answer are counted beside the spinner (terminal). Default: true. */
  spinner_token_flow?: boolean;
  /** What happens to Markdown in answers on the terminal: shown formatted, removed, or left as it is. Default: strip. */
  final_response_markdown?: 'render' | 'strip' | 'raw';
  /** Whether the status bar shows the cost in US dollars. For a local model that is 0. Default: false. */
  show_cost?: boolean;
  /** Whether the status bar shows the battery. Default: false. */
  battery?: boolean;
  /** The bar under the prompt. */
  status_bar?: {
    /**
     * What the bar shows; the order is fixed. Empty: the usual set. `git_branch` and `total_tokens` are shown only when they are named. Default: [].
     *
     * Items: A field of the bar.
     */
    fields?: (
      | 'model'
      | 'context_detail'
      | 'context_pct'
      | 'cache_hit'
      | 'latency'
      | 'tps'
      | 'compressions'
      | 'bg_tasks'
      | 'bg_processes'
      | 'bg_subagents'
      | 'goal'
      | 'git_branch'
      | 'duration'
      | 'prompt_elapsed'
      | 'idle_since'
      | 'focus'
      | 'yolo'
      | 'stash'
      | 'battery'
      | 'title'
      | 'total_tokens'
    )[];
    [k: string]: unknown;
  };
  /** Whether messages carry the time. Default: false. */
  timestamps?: boolean;
  /** Form of that time, as in strftime. Default: "%H:%M". */
  timestamp_format?: string;
  /** Whether the terminal rings when an answer is done. Default: false. */
  bell_on_complete?: boolean;
  /** Whether the terminal rings when a question waits for you. Default: false. */
  bell_on_prompt?: boolean;
  /** What a message does while the agent works: stop it, wait for the next turn, or reach the running turn after its next tool call. Default: interrupt. */
  busy_input_mode?: 'interrupt' | 'queue' | 'steer';
  /** Whether `steer` confirms that a message was passed on. Default: true. */
  busy_steer_ack_enabled?: boolean;
  /** Whether notices of a busy agent say which step and tool it is at. Default: true. */
  busy_ack_detail?: boolean;
  /** Whether a chat hears every few minutes that the agent is still working. `generic` says no more than that. Default: true. */
  long_running_notifications?: true | false | 'generic';
  /** What a chat hears of background commands: a line at the end, all output, the final output, the final output of failures, or nothing. Default: concise. */
  background_process_notifications?: 'concise' | 'all' | 'result' | 'error' | 'off';
  /** Whether a chat hears that the agent took a note; `verbose` shows the note. Default: "on". */
  memory_notifications?: 'off' | 'on' | 'verbose';
  /** Whether warnings of the program stay out of chats. Default: false. */
  suppress_warning_notifications?: boolean;
  /** Whether the status bar tells when the credit of a Nous account runs low. Default: true. */
  credits_notices?: boolean;
  /** Whether messages about progress are deleted after the answer, where the platform allows it. Default: false. */
  cleanup_progress?: boolean;
  /** How much the status line of a chat says while the agent works: action and object, the action alone, or nothing. Default: full. */
  live_status?: 'full' | 'verb' | 'off' | 'all' | 'on';
  /** After how long notices of the program in chats are deleted, where the platform allows it. 0: never. Unit: s, at least 0. Default: 0. */
  ephemeral_system_ttl?: number;
  /** Own phrases for the time while the agent works. Default: {}. */
  status_phrases?: DisplayStatusPhrases;
  /** A line under the last message of a turn with the model and its context. Default: {enabled: false, fields: [model, context_pct, cwd]}. */
  runtime_footer?: {
    /** Whether the line is shown. Default: false. */
    enabled?: boolean;
    /**
     * What it shows, in this order. Default: [model, context_pct, cwd].
     *
     * Items: One of them.
     */
    fields?: (string | number)[];
    [k: string]: unknown;
  };
  /** What differs on single chat platforms; a key that is missing there counts as here. */
  platforms?: {
    /** What differs on Telegram. Default: {streaming: true}. */
    telegram?: DisplayPlatform;
    /** What differs on Discord. Default: {streaming: false}. */
    discord?: DisplayPlatform;
    /** What differs on Slack. Default: {streaming: false}. */
    slack?: DisplayPlatform;
    /** What differs on WeCom. Default: {streaming: true}. */
    wecom?: DisplayPlatform;
    [k: string]: unknown;
  };
  /** What a resumed session shows: a recap of the last exchanges, or one line. Default: full. */
  resume_display?: 'full' | 'minimal';
  /** Most exchanges in that recap. Unit: exchanges, at least 0. Default: 10. */
  resume_exchanges?: number;
  /** Where messages of the user are cut in it. Unit: characters, at least 0. Default: 300. */
  resume_max_user_chars?: number;
  /** Where answers but the last are cut in it. Unit: characters, at least 0. Default: 200. */
  resume_max_assistant_chars?: number;
  /** Most lines of an answer in it. Unit: lines, at least 0. Default: 3. */
  resume_max_assistant_lines?: number;
  /** Whether it leaves out turns that hold tool calls alone. Default: true. */
  resume_skip_tool_only?: boolean;
  /** Whether the desktop app opens the last chat. Default: true. */
  resume_last_session?: boolean;
  /** Whether the full-screen interface continues the last session. Default: false. */
  tui_auto_resume_recent?: boolean;
  /** Whether it tells once where working subagents can be watched. Default: true. */
  tui_agents_nudge?: boolean;
  /** What it shows while the model works. Default: kaomoji. */
  tui_status_indicator?: 'kaomoji' | 'emoji' | 'unicode' | 'ascii';
  /** Whether it leaves out empty lines between messages. */
  tui_compact?: boolean;
  /** Where it shows the status bar: `top`, `bottom` or `off`. */
  tui_statusbar?: string | boolean;
  /** How the full-screen interface shows thoughts and tool calls. */
  details_mode?: 'hidden' | 'collapsed' | 'expanded';
  /** The same for single parts; it wins over `details_mode`. */
  sections?: {
    /** Thoughts of the model. */
    thinking?: 'hidden' | 'collapsed' | 'expanded';
    /** Tool calls and their results. */
    tools?: 'hidden' | 'collapsed' | 'expanded';
    /** Work of subagents. */
    subagents?: 'hidden' | 'collapsed' | 'expanded';
    /** Notices of the gateway and of background work. */
    activity?: 'hidden' | 'collapsed' | 'expanded';
    [k: string]: unknown;
  };
  /** How much of your own message the terminal repeats. */
  user_message_preview?: {
    /** Lines from its beginning. Unit: lines, at least 0. Default: 2. */
    first_lines?: number;
    /** Lines from its end. Unit: lines, at least 0. Default: 2. */
    last_lines?: number;
    [k: string]: unknown;
  };
  /** Whether the last output is shown again after the screen was cleared or resized. Default: true. */
  persistent_output?: boolean;
  /** Most lines that are shown again. Unit: lines, at least 0. Default: 200. */
  persistent_output_max_lines?: number;
  /** Whether a redraw clears the scrollback as well. For terminals that leave old prompts in it. Default: false. */
  cli_rebuild_scrollback_on_redraw?: boolean;
  /** How often the idle terminal is redrawn, for the clock in the status bar. 0: never. Unit: s, at least 0. Default: 1. */
  cli_refresh_interval?: number;
  /** Whether Ctrl+J, Shift+Enter and a backslash at the end start a new line. Default: true. */
  cli_multiline_shortcuts?: boolean;
  /** Whether the prompt has the keys of vi. Default: false. */
  vim_mode?: boolean;
  /** Key that copies. `auto`: what the system has. Default: auto. */
  copy_shortcut?: 'auto' | 'ctrl_c' | 'ctrl_shift_c' | 'disabled';
  /** Whether questions that you answered leave a line. Default: true. */
  persist_prompts?: boolean;
  /** Whether tool calls are hidden until `/focus off`. Default: false. */
  focus_view?: boolean;
  /** What `tool_progress` goes back to after that. Written by `/focus`. Default: all. */
  focus_saved_tool_progress?: 'off' | 'new' | 'all' | 'verbose' | 'log';
  /** A small animated figure. */
  pet?: {
    /** Whether there is one. Default: false. */
    enabled?: boolean;
    /** Which of the installed ones. Empty: the first. */
    slug?: string;
    /** How it is drawn. `auto`: what the terminal can do. Default: auto. */
    render_mode?: 'auto' | 'kitty' | 'iterm' | 'sixel' | 'unicode' | 'off';
    /** Its size; 1 is that of the original. Range: at least 0. Default: 0.33. */
    scale?: number;
    /** Its width in columns. 0: by `scale`. Unit: columns, at least 0. Default: 0. */
    unicode_cols?: number;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Approvals. Who decides about dangerous commands. */
export interface ApprovalsSection {
  /** `manual` asks you, `smart` lets a model pass what is harmless and asks about the rest, `off` asks nobody. Where nothing is set, Hermes Agent takes `smart` and `hermes chat` takes `manual`. Default: manual. */
  mode?: 'smart' | 'manual' | 'off';
  /** How long a question waits for you; then the command is refused. Unit: s, at least 0. Default: 300. */
  timeout?: number;
  /** What happens in scheduled jobs, where nobody can be asked. Default: deny. */
  cron_mode?: 'deny' | 'approve';
  /** What happens in runs with a single question, where nobody waits. Default: deny. */
  single_query_mode?: 'deny' | 'approve';
  /** What happens on platforms where nobody can answer, such as webhooks and the API server. Default: deny. */
  unattended_mode?: 'deny' | 'approve';
  /** Further rules for the model that `smart` asks. */
  smart_policy?: string;
  /** After how many refusals in a row the agent must stop and report. 0: never. Unit: refusals, at least 0. Default: 3. */
  denial_breaker_threshold?: number;
  /**
   * Commands that never run, whatever `mode` says; `*` stands for any text. Quote texts that begin with `*`. Default: [].
   *
   * Items: One of them.
   */
  deny?: (string | number)[];
  /** Whether `/reload-mcp` asks first. It makes the prompt be processed from its beginning once. Default: true. */
  mcp_reload_confirm?: boolean;
  /** Whether `/clear`, `/new`, `/reset` and `/undo` ask first. Default: true. */
  destructive_slash_confirm?: boolean;
  [k: string]: unknown;
}

/** Security. What is kept from the model and from the network, and how commands are checked before they run. */
export interface SecuritySection {
  /** Whether keys and passwords are removed from output of tools and from logs. Default: true. */
  redact_secrets?: boolean;
  /** Whether tools may open private addresses (localhost, the local network). The model endpoint is not meant. Default: false. */
  allow_private_urls?: boolean;
  /** Sites that no tool may open. */
  website_blocklist?: {
    /** Whether the list counts. Default: false. */
    enabled?: boolean;
    /**
     * Domains; `*.` covers those below. Default: [].
     *
     * Items: One of them.
     */
    domains?: (string | number)[];
    /**
     * Files with further domains, one a line. Default: [].
     *
     * Items: One of them.
     */
    shared_files?: (string | number)[];
    [k: string]: unknown;
  };
  /** Whether commands are scanned by tirith before they run, where it is installed. Default: true. */
  tirith_enabled?: boolean;
  /** Path of that program. Default: tirith. */
  tirith_path?: string;
  /** Time limit of a scan. Unit: s, at least 0. Default: 5. */
  tirith_timeout?: number;
  /** Whether commands run when the scan is not possible. Default: true. */
  tirith_fail_open?: boolean;
  /** Whether changes of instruction files (AGENTS.md, SOUL.md and the like) always need your approval. Default: true. */
  protected_instruction_files?: boolean;
  /**
   * Further file names for that; `*` stands for any text. Default: [].
   *
   * Items: One of them.
   */
  protected_instruction_extra_patterns?: (string | number)[];
  /** Who asks you for approvals. */
  approval?: {
    /** `builtin`, or the name of a plugin. Default: builtin. */
    transport?: string;
    /** What happens when the plugin does not answer. Default: deny. */
    transport_fallback?: 'deny' | 'builtin';
    [k: string]: unknown;
  };
  /** Whether runs that nobody watches may use models whose maker trains on what is sent. Default: false. */
  allow_data_training_tiers_noninteractive?: boolean;
  /** Whether Python packages that a chosen service needs are installed by themselves. Default: true. */
  allow_lazy_installs?: boolean;
  /**
   * Security notices that you have read. Written by `hermes doctor --ack`. Default: [].
   *
   * Items: One of them.
   */
  acked_advisories?: (string | number)[];
  [k: string]: unknown;
}

/** Privacy. What the model learns about people. */
export interface PrivacySection {
  /** Whether phone numbers are removed and ids of users and chats replaced before the model sees them. Names stay. Default: false. */
  redact_pii?: boolean;
  [k: string]: unknown;
}

/** Logging. Log files in `logs/`. */
export interface LoggingSection {
  /** From which weight on messages are written to agent.log. Default: INFO. */
  level?: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'debug' | 'info' | 'warning' | 'warn' | 'error';
  /** Size at which a new file is begun. Unit: MB, at least 0. Default: 5. */
  max_size_mb?: number;
  /** How many full files are kept. Unit: files, at least 0. Default: 3. */
  backup_count?: number;
  /** Lines about memory use, in older versions. */
  memory_monitor?: {
    /** Whether they are written. Default: true. */
    enabled?: boolean;
    /** Time between two of them. Unit: s, at least 0. */
    interval_seconds?: number;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Continuing a session. What `-c` continues. */
export interface SessionSection {
  /** Whether `-c` continues the last session of this terminal window. Off: the last session of all. Default: true. */
  terminal_continue?: boolean;
  [k: string]: unknown;
}

/** Resetting chat sessions. When the gateway starts a chat on a platform afresh. What the agent noted stays; the conversation is gone. */
export interface SessionResetSection {
  /** `idle` resets after a pause, `daily` at an hour of the day, `both` at whichever comes first, `none` never. Default: none. */
  mode?: 'none' | 'idle' | 'daily' | 'both';
  /** Pause after which `idle` and `both` reset. Unit: min, at least 0. Default: 1440. */
  idle_minutes?: number;
  /** Hour of the day, local time, at which `daily` and `both` reset. Range: at least 0, at most 23. Default: 4. */
  at_hour?: number;
  /** Whether the user is told about a reset. Default: true. */
  notify?: boolean;
  /**
   * Platforms on which nobody is told. Default: [api_server, webhook].
   *
   * Items: One of them.
   */
  notify_exclude_platforms?: (string | number)[];
  /** Age from which a running background command no longer holds up a reset. Unit: h, at least 0. Default: 24. */
  bg_process_max_age_hours?: number;
  [k: string]: unknown;
}

/** Stored sessions. Upkeep and limits of the store of sessions (state.db). */
export interface SessionsSection {
  /** Whether ended sessions are deleted at the start when nothing happened in them for `retention_days`. Pinned ones stay. Default: true. */
  auto_prune?: boolean;
  /** How long ended sessions are kept after their last message. `hermes sessions prune` goes by it where no flag says otherwise, and deletes nothing by itself. Unit: days, at least 0. Default: 90. */
  retention_days?: number;
  /** Whether sessions that nobody used for `auto_archive_days` are hidden. Nothing is deleted. Default: false. */
  auto_archive?: boolean;
  /** How long a session is unused before it is hidden. Unit: days, at least 0. Default: 3. */
  auto_archive_days?: number;
  /** Whether the file is made smaller after a deletion. That holds up writing for a while. Default: true. */
  vacuum_after_prune?: boolean;
  /** Shortest time between two times of making it smaller. Unit: days, at least 0. Default: 30. */
  min_vacuum_interval_days?: number;
  /** Shortest time between two runs of the upkeep. Unit: h, at least 0. Default: 24. */
  min_interval_hours?: number;
  /** How an update speaks of the smaller search index that can be built. Default: advise. */
  fts_optimize_notice?: 'advise' | 'require' | 'off';
  /** Whether searching uses the index for Chinese, Japanese and Korean, where it is installed. Default: true. */
  cjk_fts?: boolean;
  /** A search that takes this long is written to the log. 0: every search. Unit: ms, at least 0. Default: 1000. */
  search_slow_ms?: number;
  /** Most messages of a session that can be resumed; it protects memory. 0: no limit. Unit: messages, at least 0. Default: 20000. */
  max_resume_messages?: number;
  /** Most messages of a session that can be exported. 0: no limit. Unit: messages, at least 0. Default: 20000. */
  max_export_messages?: number;
  /** Whether each session is also written as a JSON file, for programs that read those. Default: false. */
  write_json_snapshots?: boolean;
  [k: string]: unknown;
}

/** Checkpoints. Snapshots of the working folder before the agent changes files in it; `/rollback` goes back to one. */
export interface CheckpointsSection {
  /** Whether snapshots are taken. Default: false. */
  enabled?: boolean;
  /** Most snapshots of a folder. Unit: snapshots, at least 0. Default: 20. */
  max_snapshots?: number;
  /** Largest size of all snapshots together; the oldest go first. 0: no limit. Unit: MB, at least 0. Default: 500. */
  max_total_size_mb?: number;
  /** Larger files are left out, such as models and data sets. 0: none is. Unit: MB, at least 0. Default: 10. */
  max_file_size_mb?: number;
  /** Whether old snapshots are deleted at the start. Default: true. */
  auto_prune?: boolean;
  /** How long snapshots of a folder are kept after their last use. Unit: days, at least 0. Default: 7. */
  retention_days?: number;
  /** Shortest time between two clean-ups. Unit: h, at least 0. Default: 24. */
  min_interval_hours?: number;
  [k: string]: unknown;
}

/** Database. How the SQLite files of Hermes Agent are written. */
export interface DatabaseSection {
  /** Journal of SQLite. `delete` is for folders on network shares and on file systems of virtual machines, where `wal` does not survive a crash. Default: wal. */
  journal_mode?: 'wal' | 'delete';
  /** After how many pages the write-ahead log is folded into the file. Not set: what SQLite does (1000). Unit: pages, at least 0. */
  wal_autocheckpoint?: number;
  /** Largest journal that stays on disk; -1: no limit. Not set: what SQLite does. Unit: bytes, at least -1. */
  journal_size_limit?: number;
  /** How hard SQLite makes sure that data is on disk. Not set: what SQLite does. */
  synchronous?: 'OFF' | 'NORMAL' | 'FULL' | 'EXTRA' | 'off' | 'normal' | 'full' | 'extra';
  [k: string]: unknown;
}

/** Runtime. Limits of long-running processes. */
export interface RuntimeSection {
  /** Most files that a gateway or a server has open at once, up to what the system allows. 0 or false: left as it is. Unit: files, at least 0. Default: 4096. */
  nofile_soft_limit?: number | boolean;
  [k: string]: unknown;
}

/** Attachments. What happens to files that users attach. */
export interface AttachmentsSection {
  /** Where they are stored: in the home folder of Hermes Agent, or in the folder the agent works in. Default: hermes-home. */
  storage?: 'hermes-home' | 'workspace';
  [k: string]: unknown;
}

/** Delegation. Subagents: which model they use and how many there may be. */
export interface DelegationSection {
  /** Model of subagents. Empty: that of the conversation. */
  model?: string;
  /** Who serves it, as in `model.provider`. Empty: that of the conversation. */
  provider?: string;
  /** Endpoint for subagents alone. */
  base_url?: string;
  /** Key for `base_url`, better as `${VAR}` with the value in .env. */
  api_key?: string;
  /** API that requests use: chat completions (llama-server and nearly all others), Responses or Anthropic Messages. Not set or `auto`: found from the URL. Default: auto. */
  api_mode?:
    | 'chat_completions'
    | 'codex_responses'
    | 'anthropic_messages'
    | 'bedrock_converse'
    | 'codex_app_server'
    | 'auto'
    | 'openai'
    | 'openai_chat'
    | 'openai-chat'
    | 'openai_completions'
    | 'chat'
    | 'completions'
    | 'chat-completions'
    | 'codex'
    | 'responses'
    | 'codex-responses'
    | 'openai_responses'
    | 'openai-responses'
    | 'anthropic'
    | 'messages'
    | 'anthropic-messages'
    | 'bedrock'
    | 'converse'
    | 'bedrock-converse'
    | 'codex-app-server';
  /** Context window of the subagents' model in tokens, where detection is wrong. Unit: tokens, at least 1. */
  context_length?: number;
  /** Window that is asked of Ollama for subagents. Unit: tokens, at least 1. */
  ollama_num_ctx?: number;
  /** How much the subagents' model thinks. Not set: as `agent.reasoning_effort`. */
  reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
  /**
   * Fallbacks for subagents. Not set: those of the conversation; an empty list: none.
   *
   * Items: A model that answers when the ones before it do not.
   */
  fallback_providers?: FallbackEntry[];
  /** Fields that are added to each request of a subagent. Default: {}. */
  request_overrides?: {
    [k: string]: unknown;
  };
  /** Most rounds of tool calls of one subagent. Range: at least 1. Default: 250. */
  max_iterations?: number;
  /** Subagents that work at the same time. For a local server: no more than it has slots. Range: at least 1. Default: 10. */
  max_concurrent_children?: number;
  /** How deep subagents may have subagents; 1: not at all. Range: at least 1. Default: 1. */
  max_spawn_depth?: number;
  /** Whether subagents may have subagents at all. Default: true. */
  orchestrator_enabled?: boolean;
  /** Whether a subagent with a list of its own toolsets keeps those of the MCP servers. Default: true. */
  inherit_mcp_toolsets?: boolean;
  /** Let subagents run dangerous commands without asking. Otherwise such commands are refused. Default: false. */
  subagent_auto_approve?: boolean;
  /** Longest report of a subagent to the conversation. Unit: characters, at least 0. Default: 24000. */
  max_summary_chars?: number;
  /** Longest time of a subagent. 0: no limit. Unit: s, at least 0. Default: 0. */
  child_timeout_seconds?: number;
  /** Size at which a subagent's conversation is compressed, at least 16,000. 0: as `compression.threshold` says. Unit: tokens, at least 0. Default: 0. */
  compression_threshold_tokens?: number;
  /** Report each subagent of a group as it finishes, not all at the end. Default: false. */
  independent_completions?: boolean;
  /** Show notices about background processes of subagents in the conversation. Default: false. */
  surface_child_process_notifications?: boolean;
  /** Toolsets that subagents start with where a task names none; not every version reads it. */
  default_toolsets?: (string | number)[] | string;
  [k: string]: unknown;
}

/** Code execution. Python scripts of the model that call tools; what the tools return stays out of the context window. */
export interface CodeExecutionSection {
  /** `project` runs them in your folder with its own Python, `strict` in an empty folder. Default: project. */
  mode?: 'project' | 'strict';
  /** Time limit of a script. Unit: s, at least 0. Default: 300. */
  timeout?: number;
  /** Most tool calls of a script. Unit: calls, at least 0. Default: 50. */
  max_tool_calls?: number;
  /** Time without use after which the Python process of a session is ended. Unit: s, at least 0. Default: 1800. */
  kernel_idle_timeout?: number;
  /** Most such processes at once. Unit: processes, at least 0. Default: 4. */
  max_session_kernels?: number;
  [k: string]: unknown;
}

/** Scheduled jobs. Jobs that run by the clock: their model, their delivery and their limits. */
export interface CronSection {
  /** Model for all jobs that name none. Empty: the one that was set when the job was made. */
  model?: string;
  /** Who serves that model. Empty: as for chats. */
  model_provider?: string;
  /** Who starts jobs when they are due; this is not the provider of a model. Empty: the program itself, `chronos`: a service that wakes it. */
  provider?: string;
  /** Settings of the service `chronos`. */
  chronos?: {
    /** Address of the service. Default: "https://portal.nousresearch.com". */
    portal_url?: string;
    /** Address under which the service reaches this agent. Empty: the service is not used. */
    callback_url?: string;
    /** Audience that its calls must name. */
    expected_audience?: string;
    /** Where the keys are that sign its calls. Empty: all calls are refused. */
    nas_jwks_url?: string;
    [k: string]: unknown;
  };
  /** Whether jobs that were missed while the program was off are run later. Default: true. */
  catch_up_missed?: boolean;
  /** Whether key, skills and delivery of a job are checked before it costs a request. Default: true. */
  preflight?: boolean;
  /** Whether a job may make further jobs. Default: false. */
  allow_agent_scheduling?: boolean;
  /** Most jobs at once. Not set or 0: no limit; 1 fits a local server with one slot. Unit: jobs, at least 0. */
  max_parallel_jobs?: number;
  /** Whether results are sent with the name of the job and a note around them. Default: true. */
  wrap_response?: boolean;
  /** How results are delivered. */
  delivery?: {
    /** Whether the platform makes a sound for them. Default: true. */
    notify?: boolean;
    [k: string]: unknown;
  };
  /** Whether you can answer a result and the agent knows it. Default: false. */
  mirror_delivery?: boolean;
  /** How many results of a job are kept as files. 0: all. Unit: files. Default: 50. */
  output_retention?: number;
  /** Time limit of jobs that are a script. Unit: s, at least 0. Default: 3600. */
  script_timeout_seconds?: number;
  /** Time limit of opening the store of sessions. 0: none. Unit: s, at least 0. Default: 10. */
  session_db_timeout_seconds?: number;
  /** Time limit of sending one attachment. Unit: s, at least 0. Default: 300. */
  media_send_timeout_seconds?: number;
  /** Under systemd: whether jobs that a restart of the gateway would end are refused. Default: false. */
  require_restart_safe_scope?: boolean;
  [k: string]: unknown;
}

/** Kanban. Boards whose tasks several agents work off. Run one dispatcher for each board. */
export interface KanbanSection {
  /** Whether the gateway hands out tasks. Default: true. */
  dispatch_in_gateway?: boolean;
  /** How often it looks for tasks. Unit: s, at least 0. Default: 60. */
  dispatch_interval_seconds?: number;
  /** Time without a sign of life after which a running task is handed out again. 0: never. Unit: s, at least 0. Default: 14400. */
  dispatch_stale_timeout_seconds?: number;
  /** After how many failures in a row a task is blocked. Unit: failures, at least 0. Default: 2. */
  failure_limit?: number;
  /** Most tasks of one profile at once. Not set: no limit; for a local model as many as its server has slots. Unit: tasks, at least 0. */
  max_in_progress_per_profile?: number;
  /** Whether tasks in review are handed out too. Default: true. */
  review_dispatch?: boolean;
  /** Whether running tasks without a worker are handed out again. Default: true. */
  reconcile_orphans?: boolean;
  /** Whether new tasks are split up by a model. Default: true. */
  auto_decompose?: boolean;
  /** Most tasks that are split up in one round. Unit: tasks, at least 0. Default: 3. */
  auto_decompose_per_tick?: number;
  /** Profile that gets the main task after that. Empty: the default one. */
  orchestrator_profile?: string;
  /** Profile that gets tasks for which none fits. Empty: the default one. */
  default_assignee?: string;
  /** Whether the chat in which a task is made hears of its end. Default: true. */
  auto_subscribe_on_create?: boolean;
  /** Whether this gateway sends such news. Default: true. */
  notify_in_gateway?: boolean;
  /** How long finished tasks keep their subscribers. 0: for ever. Unit: days, at least 0. Default: 30. */
  done_sub_retention_days?: number;
  /** Size at which the log of a worker is begun anew. Unit: bytes, at least 0. Default: 2097152. */
  worker_log_rotate_bytes?: number;
  /** How many full logs are kept. Unit: files, at least 0. Default: 1. */
  worker_log_backup_count?: number;
  [k: string]: unknown;
}

/** Goals. `/goal`: the agent goes on by itself until a goal is reached. */
export interface GoalsSection {
  /** Turns after which it stops in any case. Unit: turns, at least 0. Default: 20. */
  max_turns?: number;
  [k: string]: unknown;
}

/** Loops. `/loop`: the agent does something again and again. */
export interface LoopsSection {
  /** Shortest time between two rounds. Unit: s, at least 0. Default: 30. */
  min_interval_seconds?: number;
  /** Rounds after which it stops in any case. Range: at least 0. Default: 100. */
  max_ticks?: number;
  /** Shortest pause that the model may choose for itself. Unit: s, at least 0. Default: 60. */
  self_paced_floor_seconds?: number;
  /** Longest pause that the model may choose for itself. Unit: s, at least 0. Default: 900. */
  self_paced_ceiling_seconds?: number;
  [k: string]: unknown;
}

/** Curator. Background upkeep of skills that the agent wrote: unused ones are marked, then archived. Nothing is deleted. */
export interface CuratorSection {
  /** Whether the upkeep runs. Default: true. */
  enabled?: boolean;
  /** Time between two runs. Unit: h, at least 0. Default: 168. */
  interval_hours?: number;
  /** How long the agent must have been idle before a run. Unit: h, at least 0. Default: 2. */
  min_idle_hours?: number;
  /** Time without use after which a skill counts as stale. Unit: days, at least 0. Default: 14. */
  stale_after_days?: number;
  /** Time without use after which a skill is archived. Unit: days, at least 0. Default: 30. */
  archive_after_days?: number;
  /** Whether a model merges skills that overlap. That costs requests. Default: false. */
  consolidate?: boolean;
  /** Whether bundled skills that nobody uses are archived too. Default: true. */
  prune_builtins?: boolean;
  /** Age from which `hermes curator purge` deletes archived skills. 0: never. Unit: days, at least 0. Default: 0. */
  archive_ttl_days?: number;
  /** Copy of the skills before a run. */
  backup?: {
    /** Whether one is made. Default: true. */
    enabled?: boolean;
    /** How many are kept. Unit: copies, at least 0. Default: 5. */
    keep?: number;
    [k: string]: unknown;
  };
  /** Older place of the model for this upkeep. */
  auxiliary?: {
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Web search and page reading. How the agent searches the web and reads pages: which service, how much of a page, and what is kept. */
export interface WebSection {
  /** Service for both searching and reading pages. Empty: the first one that has a key, else the free services. */
  backend?: string;
  /** Service for searching alone; wins over `backend`. */
  search_backend?: string;
  /** Service for reading pages alone; wins over `backend`. */
  extract_backend?: string;
  /** Whether searches go through the tool gateway of a Nous subscription instead of your own keys. Written by the setup of the tools. Default: false. */
  use_gateway?: boolean;
  /** How much of one page the model sees. What is cut off stays readable in the cache folder. Unit: characters, at least 0. Default: 15000. */
  extract_char_limit?: number;
  /** Whether the free services are used in turn when no service is chosen and no key is set. Default: true. */
  keyless_fallback?: boolean;
  /** Whether a call that your own service fails is tried once more with a free one. Has no effect without `keyless_fallback`. Default: true. */
  keyless_rescue?: boolean;
  /** For services with a free and a paid way in: service name to `free` or `paid`. Services not named use the key when there is one. Default: {}. */
  provider_tier?: {
    /** Which way into this service is used. */
    [k: string]: 'free' | 'paid';
  };
  /** Whether the same search or page is answered from memory for a while. Default: true. */
  cache_enabled?: boolean;
  /** How long an answer counts as fresh. Unit: min, at least 0. Default: 20. */
  cache_ttl_minutes?: number;
  /** Hosts that are always fetched anew, such as a staging server. A name also covers its subdomains; `*.` is allowed. Default: []. */
  cache_exempt_hosts?: string[];
  [k: string]: unknown;
}

/** Browser. The browser that the agent drives: which one, how long it lives, and what it may open. */
export interface BrowserSection {
  /** How the model drives the browser: `browser-use` runs small programs, `off` offers the built-in tools one by one. Not set: the former where it is installed. */
  backend?: 'browser-use' | 'off';
  /** Where the browser runs: `local`, or a cloud service. Not set: found out from the keys that are there. */
  cloud_provider?: string;
  /** Whether a cloud browser is reached through the tool gateway of a Nous subscription. Written by the setup of the tools. Default: false. */
  use_gateway?: boolean;
  /** Local browser engine. `lightpanda` is faster but takes no screenshots. Has no effect with a cloud browser or `cdp_url`. Default: auto. */
  engine?: 'auto' | 'lightpanda' | 'chrome';
  /** Address of a Chrome that already runs with remote debugging; the agent joins it instead of starting one. */
  cdp_url?: string;
  /** Time without use after which a browser session is closed. Unit: s, at least 0. Default: 120. */
  inactivity_timeout?: number;
  /** Time limit of a single browser command, such as a click or a screenshot. Unit: s, at least 0. Default: 30. */
  command_timeout?: number;
  /** Size at which the text of a page is cut before the model sees it. The full text is stored beside it. Unit: characters, at least 0. Default: 15000. */
  snapshot_threshold?: number;
  /** Whether sessions are recorded as WebM videos. Default: false. */
  record_sessions?: boolean;
  /** Whether the local browser has a visible window. Default: false. */
  headed?: boolean;
  /** Whether pages on private addresses (localhost, the local network) may be opened. Default: false. */
  allow_private_urls?: boolean;
  /** With a cloud browser: whether private addresses are opened in a local one, because the cloud cannot reach them. Default: true. */
  auto_local_for_private_urls?: boolean;
  /** Whether the agent works with a copy of your own browser profile, with its logins. Switching it off deletes the copy. Default: false. */
  use_real_profile?: boolean;
  /** Windows: whether the agent may ask to close a running browser that locks the profile. Default: false. */
  real_profile_autoclose?: boolean;
  /** Folder name of the profile to copy. Empty: the one used last. */
  real_profile_pin?: string;
  /** Whether scripts that read cookies, storage, clipboard or form values of a page are refused. Default: false. */
  restrict_evaluate?: boolean;
  /** Older switch that turns the refusals of `restrict_evaluate` off. Default: false. */
  allow_unsafe_evaluate?: boolean;
  /** Who answers a page's dialogs: the model, or the browser by itself. Default: must_respond. */
  dialog_policy?: 'must_respond' | 'auto_dismiss' | 'auto_accept';
  /** Time after which a dialog that nobody answered is dismissed. Unit: s, at least 0. Default: 300. */
  dialog_timeout_s?: number;
  /** Settings for Camofox, a Firefox in a container that is reached over `CAMOFOX_URL`. */
  camofox?: {
    /** Whether cookies and logins are kept between sessions. Default: false. */
    managed_persistence?: boolean;
    /** Identity of a browser that another program owns. Empty: made by Hermes Agent. */
    user_id?: string;
    /** Key that finds the tabs of this agent again. */
    session_key?: string;
    /** Whether an open tab is taken over before a new one is made. Default: false. */
    adopt_existing_tab?: boolean;
    /** Whether `localhost` in page addresses is replaced, so that a container reaches the host. Default: false. */
    rewrite_loopback_urls?: boolean;
    /** Name that replaces `localhost`. Default: host.docker.internal. */
    loopback_host_alias?: string;
    /** Address of the Camofox server, where it is not in the environment. */
    url?: string;
    [k: string]: unknown;
  };
  /** Control of your own browser through an extension. */
  extension_control?: {
    /** Whether an extension may take over the browser tools of a session. Default: false. */
    enabled?: boolean;
    /** Whether raw debugging commands and scripts are allowed on that way. Default: false. */
    developer_mode?: boolean;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Language servers. Errors that language servers (pyright, gopls and the like) find in files which the agent has just changed. Only inside Git repositories. */
export interface LspSection {
  /** Whether they are asked. Default: true. */
  enabled?: boolean;
  /** Whether to wait for errors of the file, or for those of the whole workspace. Default: document. */
  wait_mode?: 'document' | 'full';
  /** How long to wait. Unit: s, at least 0. Default: 5. */
  wait_timeout?: number;
  /** Whether missing servers are installed. `manual` and `off` use those that are there. Default: auto. */
  install_strategy?: 'auto' | 'manual' | 'off';
  /** Time without use after which a server is ended. 0: never. Unit: s, at least 0. Default: 600. */
  idle_timeout?: number;
  /** What differs for single servers, by their name. Default: {}. */
  servers?: {
    /** One server. */
    [k: string]: {
      /** Whether it is left out. Default: false. */
      disabled?: boolean;
      /** Whether it is used. */
      enabled?: boolean;
      /** Command that starts it, as a list. */
      command?: string[] | string;
      /** Variables for it. */
      env?: {
        /** Value of the variable. */
        [k: string]: string | number | boolean;
      };
      /** Options that are sent to it at the start. */
      initialization_options?: {
        [k: string]: unknown;
      };
      [k: string]: unknown;
    };
  };
  /**
   * Folders in which servers may be started without asking. Default: [].
   *
   * Items: One of them.
   */
  trusted_workspaces?: (string | number)[];
  [k: string]: unknown;
}

/** Computer use. Control of the screen, mouse and keyboard of this machine. Further keys are allowed. */
export interface ComputerUseSection {
  /** Whether the driver may send usage statistics to its maker. Default: false. */
  cua_telemetry?: boolean;
  /** Whether the driver talks to Wayland itself on Linux. Default: false. */
  native_wayland?: boolean;
  /** Longest edge of screenshots; smaller costs fewer tokens. 0: as taken. Unit: px, at least 0. Default: 1456. */
  max_image_dimension?: number;
  /** What the model sees after an action: screenshot with marks, list of elements without an image, or the bare screenshot. Default: som. */
  capture_after_mode?: 'som' | 'ax' | 'vision';
  /** Whether the drawn cursor of the driver is switched off; it can keep a core busy. Not set: decided per system. */
  no_overlay?: boolean;
  /** Who limits the driver: its own questions, or a list of what is allowed and nothing beyond it. Default: standard. */
  permission_mode?: 'standard' | 'bounded';
  /** File with what is allowed in the mode `bounded`. */
  capability_manifest?: string;
  /** macOS: whether a driver without the signature of its maker may run. For developing the driver. Default: false. */
  allow_unsigned_driver?: boolean;
  [k: string]: unknown;
}

/** Text to speech. How replies are spoken: which service or local engine, which voice. Each provider has its own block. */
export interface TtsSection {
  /** Service or local engine that speaks. `edge` is free and needs no key; `piper`, `neutts` and `kittentts` run on this machine. Default: edge. */
  provider?: string;
  /** Whether speech is made through the tool gateway of a Nous subscription. Written by the setup of the tools. Default: false. */
  use_gateway?: boolean;
  /** Speed of speech for all providers; 1 is normal. Range: at least 0. Default: 1. */
  speed?: number;
  /** Microsoft Edge voices: free, without a key. */
  edge?: {
    /** Name of the voice. Default: en-US-AriaNeural. */
    voice?: string;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** ElevenLabs. Key: `ELEVENLABS_API_KEY`. */
  elevenlabs?: {
    /** Id of the voice. Default: pNInz6obpgDQGcFmaJgB. */
    voice_id?: string;
    /** Model that speaks. Default: eleven_multilingual_v2. */
    model_id?: string;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** OpenAI, or a local server with the same interface. */
  openai?: {
    /** Model that speaks. Default: gpt-4o-mini-tts. */
    model?: string;
    /** Name of the voice. Default: alloy. */
    voice?: string;
    /** Sample rate of streamed audio, for servers that do not say it. Unit: Hz, at least 0. Default: 24000. */
    pcm_sample_rate?: number;
    /** Text that some servers ask for before they use a cloned voice. */
    consent_attestation?: string;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** Google Gemini. Key: `GEMINI_API_KEY`. */
  gemini?: {
    /** Model that speaks. Default: gemini-2.5-flash-preview-tts. */
    model?: string;
    /** Name of the voice. Default: Kore. */
    voice?: string;
    /** Whether a helper model puts stage directions such as [whispers] into the spoken text. Default: false. */
    audio_tags?: boolean;
    /** File that tells the voice how to speak. */
    persona_prompt_file?: string;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** xAI. Key: `XAI_API_KEY`. */
  xai?: {
    /** Id of the voice, also of one of your own. Default: eve. */
    voice_id?: string;
    /** Whether a helper model puts stage directions into the spoken text. Default: false. */
    auto_speech_tags?: boolean;
    /** Whether numbers, signs and abbreviations are written out first. Default: false. */
    text_normalization?: boolean;
    /** 0 to 2: higher starts sooner and sounds worse. Range: at least 0, at most 2. Default: 0. */
    optimize_streaming_latency?: number;
    /** Sample rate of the audio. Unit: Hz, at least 0. Default: 24000. */
    sample_rate?: number;
    /** Bit rate of MP3 files. Unit: bit/s, at least 0. Default: 128000. */
    bit_rate?: number;
    /** Format of the audio file. */
    codec?: string;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** Mistral. Key: `MISTRAL_API_KEY`. */
  mistral?: {
    /** Model that speaks. Default: voxtral-mini-tts-2603. */
    model?: string;
    /** Id of the voice. Default: c69964a6-ab8b-4f8a-9465-ec0925096ec8. */
    voice_id?: string;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** MiniMax. Key: `MINIMAX_API_KEY` or `MINIMAX_CN_API_KEY`. */
  minimax?: {
    /** Which of the two services, and with it which key. Not set: after the key that is there. */
    region?: 'global' | 'cn';
    /** Model that speaks. Default: speech-02-hd. */
    model?: string;
    /** Id of the voice. Default: English_expressive_narrator. */
    voice_id?: string;
    /** Loudness, 0 to 10. Range: at least 0. Default: 1. */
    vol?: number;
    /** Pitch, -12 to 12. Default: 0. */
    pitch?: number;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** DeepInfra. Key: `DEEPINFRA_API_KEY`. */
  deepinfra?: {
    /** Model that speaks. Empty: the first that the service lists. */
    model?: string;
    /** Name of the voice. Default: default. */
    voice?: string;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** NeuTTS, on this machine. */
  neutts?: {
    /** Model to download and run. Default: neuphonic/neutts-air-q4-gguf. */
    model?: string;
    /** Where it computes. Default: cpu. */
    device?: string;
    /** Recording of the voice to imitate. Empty: a voice that comes along. */
    ref_audio?: string;
    /** What is said in the recording. */
    ref_text?: string;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** KittenTTS, on this machine. */
  kittentts?: {
    /** Model to download and run. Default: KittenML/kitten-tts-nano-0.8-int8. */
    model?: string;
    /** Name of the voice. Default: Jasper. */
    voice?: string;
    /** Whether numbers and units are written out first. Default: true. */
    clean_text?: boolean;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** Piper, on this machine. */
  piper?: {
    /** Name of a voice, or the path of an .onnx file. Default: en_US-lessac-medium. */
    voice?: string;
    /** Folder for downloaded voices. Empty: the cache folder. */
    voices_dir?: string;
    /** Whether it computes on an NVIDIA card. Default: false. */
    use_cuda?: boolean;
    /** Length of the speech; 2 is half as fast. Range: at least 0. Default: 1. */
    length_scale?: number;
    /** Variation of the voice. Range: at least 0. Default: 0.667. */
    noise_scale?: number;
    /** Variation of the rhythm. Range: at least 0. Default: 0.8. */
    noise_w_scale?: number;
    /** Loudness; 0.5 is half as loud. Range: at least 0. Default: 1. */
    volume?: number;
    /** Whether the loudness is evened out. Default: true. */
    normalize_audio?: boolean;
    /** Speed of speech for this provider; 1 is normal. Wins over `tts.speed`. Range: at least 0. */
    speed?: number;
    /** Language of the speech. */
    language?: string;
    /** Longest text of one request; longer replies are split. Not set: the limit of the service. Unit: characters, at least 1. */
    max_text_length?: number;
    [k: string]: unknown;
  };
  /** Speech that begins before the reply is complete. */
  streaming?: {
    /** Shortest first sentence that is spoken by itself. Unit: characters, at least 0. Default: 20. */
    min_len?: number;
    [k: string]: unknown;
  };
  /** Helper model that rewrites text before it is spoken. */
  rewrite?: {
    /** Whether text is rewritten. */
    enabled?: boolean;
    /** Who serves the helper model. Default: auto. */
    provider?: string;
    /** Id of the helper model. */
    model?: string;
    [k: string]: unknown;
  };
  /** Providers of your own: name to settings, for instance a command that speaks. Default: {}. */
  providers?: {
    /** One provider of your own. */
    [k: string]: {
      /** Kind of provider. */
      type?: string;
      /** Command that makes the audio file. */
      command?: string;
      [k: string]: unknown;
    };
  };
  [k: string]: unknown;
}

/** Speech to text. How voice messages become text: a local Whisper model or a service. Each provider has its own block. */
export interface SttSection {
  /** Whether voice messages are written down. Default: true. */
  enabled?: boolean;
  /** Who writes down: `local`, or a service. Not set: found out from the keys that are there. */
  provider?: string;
  /** Older place for the model; the block of the provider wins. */
  model?: string;
  /** Language that all providers are told; empty: found out from the audio. A language of the provider wins. Default: en. */
  language?: string;
  /** Whether the bot posts what it understood. Default: true. */
  echo_transcripts?: boolean;
  /** Whether audio goes through the tool gateway of a Nous subscription. Written by the setup of the tools. Default: false. */
  use_gateway?: boolean;
  /** Whether pauses are cut before audio is sent to a service. Needs ffmpeg. Default: true. */
  cloud_trim_silence?: boolean;
  /** Loudness below which audio counts as a pause. Unit: dB. Default: -40. */
  cloud_trim_threshold_db?: number;
  /** How much of each pause is kept. Unit: ms, at least 0. Default: 300. */
  cloud_trim_keep_ms?: number;
  /** Whisper on this machine. */
  local?: {
    /** Size of the Whisper model; larger is more exact and slower. Default: base. */
    model?: string;
    /** Language of the speech; empty: found out from the audio. Wins over `stt.language`. */
    language?: string;
    /** Text that steers the model, for instance towards names or a script. */
    initial_prompt?: string;
    /** Whether silence is filtered out first. Without it Whisper invents words; switch it off for music. Default: true. */
    vad?: boolean;
    /** Length of a pause that separates two pieces of speech. Unit: ms, at least 0. Default: 500. */
    vad_min_silence_ms?: number;
    /** A piece is dropped when the model is surer than this that nobody speaks, and `logprob_threshold` agrees. Unit: share, at least 0, at most 1. Default: 0.6. */
    no_speech_prob_threshold?: number;
    /** A piece is dropped when its mean log probability is lower than this, and `no_speech_prob_threshold` agrees. Default: -1. */
    logprob_threshold?: number;
    /** Idle time after which the model leaves memory; 0: never. Unit: s, at least 0. Default: 0. */
    unload_after_idle_seconds?: number;
    [k: string]: unknown;
  };
  /** Groq. Key: `GROQ_API_KEY`. */
  groq?: {
    /** Model that writes down speech. Default: whisper-large-v3-turbo. */
    model?: string;
    /** Language of the speech; empty: found out from the audio. Wins over `stt.language`. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    [k: string]: unknown;
  };
  /** OpenAI, or a local server with the same interface. */
  openai?: {
    /** Model that writes down speech. Default: whisper-1. */
    model?: string;
    /** Language of the speech; empty: found out from the audio. Wins over `stt.language`. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    [k: string]: unknown;
  };
  /** Mistral. Key: `MISTRAL_API_KEY`. */
  mistral?: {
    /** Model that writes down speech. Default: voxtral-mini-latest. */
    model?: string;
    /** Language of the speech; empty: found out from the audio. Wins over `stt.language`. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    [k: string]: unknown;
  };
  /** xAI. Key: `XAI_API_KEY`. */
  xai?: {
    /** Language of the speech; empty: found out from the audio. Wins over `stt.language`. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    [k: string]: unknown;
  };
  /** ElevenLabs. Key: `ELEVENLABS_API_KEY`. */
  elevenlabs?: {
    /** Model that writes down speech. Default: scribe_v2. */
    model_id?: string;
    /** Language as a code of three letters; empty: found out from the audio. */
    language_code?: string;
    /** Whether sounds such as laughter are noted in the text. Default: false. */
    tag_audio_events?: boolean;
    /** Whether speakers are told apart. Default: false. */
    diarize?: boolean;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    [k: string]: unknown;
  };
  /** DeepInfra. Key: `DEEPINFRA_API_KEY`. */
  deepinfra?: {
    /** Model that writes down speech. Empty: the first that the service lists. */
    model?: string;
    /** Language of the speech; empty: found out from the audio. Wins over `stt.language`. */
    language?: string;
    /** Other address of the same service, or of a server that speaks its protocol. */
    base_url?: string;
    /** Key for this address alone; better a variable in .env. */
    api_key?: string;
    [k: string]: unknown;
  };
  /** Providers of your own: name to settings, for instance a command that writes down speech. Default: {}. */
  providers?: {
    /** One provider of your own. */
    [k: string]: {
      /** Kind of provider. */
      type?: string;
      /** Command that prints the text of an audio file. */
      command?: string;
      [k: string]: unknown;
    };
  };
  [k: string]: unknown;
}

/** Voice conversation. Talking with the agent in the terminal or in the desktop app: recording, pauses and sounds. */
export interface VoiceSection {
  /** Key that starts and stops a recording in the terminal. Default: ctrl+b. */
  record_key?: string;
  /** What happens with the text of a recording: sent at once, or put into the input line for a look. Default: direct. */
  submit_mode?: 'direct' | 'draft';
  /** Longest recording. Unit: s, at least 0. Default: 120. */
  max_recording_seconds?: number;
  /** Whether every reply is spoken. Default: false. */
  auto_tts?: boolean;
  /** Whether a tone marks start and end of a recording. Default: true. */
  beep_enabled?: boolean;
  /** Loudness of the tones, 0 to 1. Unit: share, at least 0, at most 1. Default: 0.3. */
  beep_volume?: number;
  /** Whether a quiet sound plays while the agent works. Default: true. */
  thinking_sound?: boolean;
  /** Loudness (RMS, 0 to 32767) below which the microphone counts as silent. Raise it in a noisy room. Range: at least 0, at most 32767. Default: 200. */
  silence_threshold?: number;
  /** Silence after which a recording ends by itself. Unit: s, at least 0. Default: 3. */
  silence_duration?: number;
  /** Whether speaking interrupts the agent. Default: true. */
  barge_in?: boolean;
  /** Time after the start of a reply in which it cannot be interrupted. Unit: s, at least 0. Default: 0.5. */
  barge_in_grace_seconds?: number;
  /** How many times louder than the quiet room your voice must be to interrupt. Range: at least 0. Default: 3. */
  barge_in_threshold_multiplier?: number;
  /** Words that end the conversation when they are all you say. Empty list: none. Default: [stop]. */
  stop_phrases?: string[];
  /** Whether the desktop app on another machine talks to speech services itself, instead of through the gateway. Default: true. */
  client_direct?: boolean;
  /** How the desktop app talks: speech to text, agent, text to speech in turn, or one live voice model in front of the agent. Default: chained. */
  voice_chat_mode?: 'chained' | 'gpt-live';
  /** The live voice model of `voice_chat_mode: gpt-live`. */
  gpt_live?: {
    /** Model that listens and speaks. Default: gpt-live-1. */
    model?: string;
    /** Name of the voice. Default: marin. */
    voice?: string;
    /** Additional sentences on tone and pace. */
    instructions?: string;
    /** Other address for this mode alone. */
    base_url?: string;
    /** Key for this mode alone; better a variable in .env. */
    api_key?: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Wake word. Starting a voice conversation by saying a phrase. Detection runs on this machine. Further keys are allowed. */
export interface WakeWordSection {
  /** Whether the microphone listens for the phrase. Default: false. */
  enabled?: boolean;
  /** The phrase. Only `sherpa` listens for this text itself; other engines take their own model or keyword. Default: "hey hermes". */
  phrase?: string;
  /** Engine that listens. `auto`: the first that works here. Default: auto. */
  provider?: string;
  /** Which program listens. `auto`: the first that starts. Default: auto. */
  surface?: 'auto' | 'cli' | 'tui' | 'gui';
  /** Whose microphone is used: that of this machine, or that of the desktop app. Default: auto. */
  capture?: 'auto' | 'local' | 'client';
  /** Microphone, by number or name. Not set: the usual one. */
  input_device?: number | string;
  /** How sure the engine must be, 0 to 1; higher triggers less often. Unit: share, at least 0, at most 1. Default: 0.6. */
  sensitivity?: number;
  /** How many times in a row the phrase must be heard; higher is slower and safer. Range: at least 0. Default: 3. */
  confirmation_frames?: number;
  /** Whether the phrase begins a new session or goes on with the current one. Default: true. */
  start_new_session?: boolean;
  /** Whether the phrases of all profiles are listened for, each starting its own profile. Works with `sherpa`. Default: true. */
  profile_routing?: boolean;
  /** Settings of openWakeWord. */
  openwakeword?: {
    /** Name of a model, or the path of one. Default: hey_hermes. */
    model?: string;
    [k: string]: unknown;
  };
  /** Settings of sherpa-onnx. */
  sherpa?: {
    /** Folder of the model. Empty: downloaded. */
    model_dir?: string;
    [k: string]: unknown;
  };
  /** Settings of Porcupine. Key: `PORCUPINE_ACCESS_KEY`. */
  porcupine?: {
    /** Built-in keyword, or the path of one. Default: jarvis. */
    keyword?: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Image generation. Which service makes images. Each provider reads its own block with its name, so further keys are allowed. */
export interface ImageGenSection {
  /** Service that makes images. Not set: found out from the keys that are there. */
  provider?: string;
  /** Model that makes images. Not set: chosen by the provider. */
  model?: string;
  /** Whether requests go through the tool gateway of a Nous subscription. Written by the setup of the tools. Default: false. */
  use_gateway?: boolean;
  /** DeepInfra. Key: `DEEPINFRA_API_KEY`. */
  deepinfra?: {
    /** Model to use. Empty: the first that the service lists. */
    model?: string;
    [k: string]: unknown;
  };
  /** Hugging Face. */
  huggingface?: {
    /** Model to use. */
    model?: string;
    /** Key; better a variable in .env. */
    api_key?: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Video generation. Which service makes videos. Each provider reads its own block with its name, so further keys are allowed. */
export interface VideoGenSection {
  /** Service that makes videos. Not set: found out from the keys that are there. */
  provider?: string;
  /** Model that makes videos. Not set: chosen by the provider. */
  model?: string;
  /** Whether requests go through the tool gateway of a Nous subscription. Written by the setup of the tools. Default: false. */
  use_gateway?: boolean;
  /** DeepInfra. Key: `DEEPINFRA_API_KEY`. */
  deepinfra?: {
    /** Model to use. Empty: the first that the service lists. */
    model?: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Vision. Image analysis. The model for it is set in `auxiliary.vision`; of this section only the name is known, so any key is allowed. */
export interface VisionSection {
  [k: string]: unknown;
}

/** Search on X. The tool that searches posts on X through xAI. Needs a sign-in at xAI or `XAI_API_KEY`. */
export interface XSearchSection {
  /** Model that searches. Default: grok-4.5. */
  model?: string;
  /** How much the model thinks first. Not set: left to the model. */
  reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
  /** Time limit of a search; at least 30 s are always given. Unit: s, at least 0. Default: 180. */
  timeout_seconds?: number;
  /** How often a failed search is tried again. Range: at least 0. Default: 2. */
  retries?: number;
  [k: string]: unknown;
}

/** Gateway. The program that connects chat platforms to the agent. About forty keys exist, of which the known ones are described; further keys are allowed. */
export interface GatewaySection {
  /** Chat platforms. Other place for the section `platforms`, which wins. */
  platforms?: {
    /** Telegram. Its token belongs in .env as `TELEGRAM_BOT_TOKEN`. */
    telegram?: {
      /** Whether the gateway connects to Telegram. */
      enabled?: boolean;
      /** Token of the bot; better in .env. */
      token?: string;
      /** Whether the bot answers in a group only when it is mentioned. Direct messages are always answered. */
      require_mention?: boolean;
      /** Ids of the only groups in which the bot answers. Empty: all. Accepts a list, or one text with commas. */
      allowed_chats?: string | (string | number)[] | number;
      /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
      home_channel?: {
        /** Name of the platform. */
        platform?: string;
        /** Id of the chat or channel. */
        chat_id?: string | number;
        /** Name to show. */
        name?: string;
        /** Id of the thread or topic in it. */
        thread_id?: string | number;
        /** Id of the user, for direct messages. */
        user_id?: string | number;
        /** Id of the server or workspace. */
        scope_id?: string | number;
        [k: string]: unknown;
      };
      /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
      allow_from?: string | (string | number)[] | number;
      /** Additional system prompt per group: id to text. It is not stored in the conversation. Default: {}. */
      channel_prompts?: {
        /** The prompt. */
        [k: string]: string;
      };
      /** Settings that only Telegram has; further keys are allowed. */
      extra?: {
        /** Whether previews of links are left out. Default: false. */
        disable_link_previews?: boolean;
        /** Whether replies use the newer message format with tables and formulas. Older text is easier to copy. Default: false. */
        rich_messages?: boolean;
        /** Whether drafts of that format are shown while a reply is written. Some apps draw them over each other. Default: false. */
        rich_drafts?: boolean;
        /** Whether a mention in a group that is not allowed is answered all the same. Default: false. */
        guest_mode?: boolean;
        /** Which messages in a group count. */
        group_policy?: string;
        /** Addresses to try when the name of the Telegram server cannot be resolved. Accepts a list, or one text with commas. */
        fallback_ips?: string | (string | number)[] | number;
        /** Other Bot API server. */
        base_url?: string;
        /** The menu of commands. */
        command_menu?: {
          /** How many commands it holds. Range: at least 1, at most 100. Default: 60. */
          max_commands?: number;
          /** Where the commands of `priority` stand: before the usual ones, after them, or alone. Default: prepend. */
          priority_mode?: 'prepend' | 'append' | 'replace';
          /** Commands to show first. Default: []. */
          priority?: string[];
          [k: string]: unknown;
        };
        [k: string]: unknown;
      };
      /** Key, where it differs from the token; better in .env. */
      api_key?: string;
      /** Who may write direct messages. */
      dm_policy?: string;
      /** Which messages in a group count. */
      group_policy?: string;
      /** Ids of users or groups that count in a group. Accepts a list, or one text with commas. */
      group_allow_from?: string | (string | number)[] | number;
      /** Ids of the users who may use every slash command. Not set: everybody who may talk to the bot. Accepts a list, or one text with commas. */
      allow_admin_from?: string | (string | number)[] | number;
      /** Slash commands for all other users. */
      user_allowed_commands?: string[];
      /** Like `allow_admin_from`, in a group. Accepts a list, or one text with commas. */
      group_allow_admin_from?: string | (string | number)[] | number;
      /** Like `user_allowed_commands`, in a group. */
      group_user_allowed_commands?: string[];
      /** What a stranger gets who writes to the bot: a pairing code, or silence. Default: pair. */
      unauthorized_dm_behavior?: 'pair' | 'ignore';
      /** Regular expressions that count as a mention, such as a nickname. */
      mention_patterns?: string[] | string;
      /** Whether a message that mentions another bot is left to that bot. Default: false. */
      exclusive_bot_mentions?: boolean;
      /** Which parts of a long reply are marked as an answer to your message. Default: first. */
      reply_to_mode?: 'off' | 'first' | 'all';
      /** Whether replies go into a thread. Default: true. */
      reply_in_thread?: boolean;
      /** Text before every reply. Empty: none. */
      reply_prefix?: string;
      /** Whether notices of the gateway are seen by everybody or by the one concerned. Default: public. */
      notice_delivery?: 'public' | 'private';
      /** Where the result of a scheduled job goes that can be answered: a thread of its own, or the channel itself. Default: thread. */
      cron_continuable_surface?: 'thread' | 'in_channel';
      /** Whether messages are marked as read. */
      send_read_receipts?: boolean;
      /** Whether the bot says when the gateway starts again. Default: true. */
      gateway_restart_notification?: boolean;
      /** Whether "is typing" is shown while the agent works. Default: true. */
      typing_indicator?: boolean;
      /** Text of that line, where the platform shows a text. */
      typing_status_text?: string;
      /** Other model or persona per group: id to settings. Default: {}. */
      channel_overrides?: {
        /** What is different there. */
        [k: string]: {
          /** Id of the model. */
          model?: string;
          /** Who serves it. */
          provider?: string;
          /** System prompt there. */
          system_prompt?: string;
          [k: string]: unknown;
        };
      };
      /** Ids of groups whose members may all talk to the bot. Accepts a list, or one text with commas. */
      group_allowed_chats?: string | (string | number)[] | number;
      /** Ids of the only topics in which the bot answers. Accepts a list, or one text with commas. */
      allowed_topics?: string | (string | number)[] | number;
      /** Ids of topics in which the bot never answers. Accepts a list, or one text with commas. */
      ignored_threads?: string | (string | number)[] | number;
      /** Ids of groups in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
      free_response_chats?: string | (string | number)[] | number;
      /** Other name of `free_response_chats`. Accepts a list, or one text with commas. */
      free_response_channels?: string | (string | number)[] | number;
      /** Ids of topics in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
      free_response_topics?: string | (string | number)[] | number;
      /** Ids of groups in which only a real mention counts, not `mention_patterns`. Accepts a list, or one text with commas. */
      native_mention_only_chats?: string | (string | number)[] | number;
      /** Whether a mention in a group that is not allowed is answered all the same. Default: false. */
      guest_mode?: boolean;
      /** Whether messages without a mention are kept as context. */
      observe_unmentioned_group_messages?: boolean;
      /** Whether the bot marks your message with a sign while it works and when it is done. Default: false. */
      reactions?: boolean;
      /** Proxy for the connection to Telegram. */
      proxy_url?: string;
      /** Whether previews of links are left out. Default: false. */
      disable_link_previews?: boolean;
      [k: string]: unknown;
    };
    /** API server. An OpenAI-compatible server in front of the agent, so that other programs can talk to it. Further keys are allowed. */
    api_server?: {
      /** Whether the server runs with the gateway. */
      enabled?: boolean;
      /** Address to listen on. Anything but this machine needs a `key`. Default: 127.0.0.1. */
      host?: string;
      /** Port to listen on. Range: at least 1, at most 65535. Default: 8642. */
      port?: number;
      /** Key that clients must send; better in .env as `API_SERVER_KEY`. */
      key?: string;
      /** Web pages that may call the server from a browser. Accepts a list, or one text with commas. */
      cors_origins?: string | string[];
      /** Name under which the agent is listed as a model. */
      model_name?: string;
      /** How many requests are worked on at the same time; more get the answer 429. 0: no limit. Range: at least 0. Default: 10. */
      max_concurrent_runs?: number;
      /** The same settings as the gateway stores them, and routes; further keys are allowed. */
      extra?: {
        /** Address to listen on. Anything but this machine needs a `key`. Default: 127.0.0.1. */
        host?: string;
        /** Port to listen on. Range: at least 1, at most 65535. Default: 8642. */
        port?: number;
        /** Key that clients must send; better in .env as `API_SERVER_KEY`. */
        key?: string;
        /** Web pages that may call the server from a browser. Accepts a list, or one text with commas. */
        cors_origins?: string | string[];
        /** Name under which the agent is listed as a model. */
        model_name?: string;
        /** Names of models that clients may ask for: name to the model that answers. Default: {}. */
        model_routes?: {
          /** One route. */
          [k: string]: {
            /** Id of the model. */
            model?: string;
            /** Who serves it. Not set: as for the main model. */
            provider?: string;
            /** Where it is served. */
            base_url?: string;
            /** Key for that endpoint; better a variable in .env. */
            api_key?: string;
            [k: string]: unknown;
          };
        };
        [k: string]: unknown;
      };
      [k: string]: unknown;
    };
    /** Calls from other programs that start the agent. */
    webhook?: {
      /** Whether the gateway takes webhooks. */
      enabled?: boolean;
      /** Address to listen on. */
      host?: string;
      /** Port to listen on. Range: at least 1, at most 65535. */
      port?: number;
      /** Secret that signs the calls; better in .env. */
      secret?: string;
      /** Settings that only webhooks have; further keys are allowed. */
      extra?: {
        /** Time limit of a route's script. Unit: s, at least 0. Default: 30. */
        script_timeout_seconds?: number;
        /** Name to what a call of that name starts. */
        routes?: {
          [k: string]: unknown;
        };
        [k: string]: unknown;
      };
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  /** API server. Other place for `platforms.api_server`. */
  api_server?: {
    /** Whether the server runs with the gateway. */
    enabled?: boolean;
    /** Address to listen on. Anything but this machine needs a `key`. Default: 127.0.0.1. */
    host?: string;
    /** Port to listen on. Range: at least 1, at most 65535. Default: 8642. */
    port?: number;
    /** Key that clients must send; better in .env as `API_SERVER_KEY`. */
    key?: string;
    /** Web pages that may call the server from a browser. Accepts a list, or one text with commas. */
    cors_origins?: string | string[];
    /** Name under which the agent is listed as a model. */
    model_name?: string;
    /** How many requests are worked on at the same time; more get the answer 429. 0: no limit. Range: at least 0. Default: 10. */
    max_concurrent_runs?: number;
    /** The same settings as the gateway stores them, and routes; further keys are allowed. */
    extra?: {
      /** Address to listen on. Anything but this machine needs a `key`. Default: 127.0.0.1. */
      host?: string;
      /** Port to listen on. Range: at least 1, at most 65535. Default: 8642. */
      port?: number;
      /** Key that clients must send; better in .env as `API_SERVER_KEY`. */
      key?: string;
      /** Web pages that may call the server from a browser. Accepts a list, or one text with commas. */
      cors_origins?: string | string[];
      /** Name under which the agent is listed as a model. */
      model_name?: string;
      /** Names of models that clients may ask for: name to the model that answers. Default: {}. */
      model_routes?: {
        /** One route. */
        [k: string]: {
          /** Id of the model. */
          model?: string;
          /** Who serves it. Not set: as for the main model. */
          provider?: string;
          /** Where it is served. */
          base_url?: string;
          /** Key for that endpoint; better a variable in .env. */
          api_key?: string;
          [k: string]: unknown;
        };
      };
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  /** Streaming to chats. Other place for the section `streaming`, which wins. */
  streaming?: {
    /** Whether replies are streamed. Otherwise each comes as one message. Default: false. */
    enabled?: boolean;
    /** How: by drafts where the platform has them, or by editing the message again and again. Default: auto. */
    transport?: 'auto' | 'draft' | 'edit' | 'off';
    /** Other name of `transport` that also switches streaming on. */
    mode?: 'auto' | 'draft' | 'edit' | 'off';
    /** Least time between two edits; platforms refuse too many. Unit: s, at least 0. Default: 0.8. */
    edit_interval?: number;
    /** Amount of text that is sent at once, before the interval is over. Unit: characters, at least 0. Default: 24. */
    buffer_threshold?: number;
    /** Sign at the end of a message that is not complete. Default: " ▉". */
    cursor?: string;
    /** Telegram: when writing took longer than this, the complete reply is sent as a new message with the time of its end. 0: never. Unit: s, at least 0. Default: 0. */
    fresh_final_after_seconds?: number;
    [k: string]: unknown;
  };
  /** Other place for the key `max_concurrent_sessions` at the root, which wins. Range: at least 0. */
  max_concurrent_sessions?: number;
  /** Whether the gateway of the default profile serves all profiles. Default: false. */
  multiplex_profiles?: boolean;
  /** Profiles that it serves. Not set: all; empty list: the default profile alone. */
  multiplex_profile_allowlist?: string[];
  /** Whether an update may move several gateways into one by itself. Default: true. */
  auto_multiplex_migration?: boolean;
  /** Which chats belong to which profile; the most exact entry wins. Default: []. */
  profile_routes?: {
    [k: string]: unknown;
  }[];
  /** Platform that is meant where none is named. */
  default_platform?: string;
  /** Whether only files from the cache, from `media_delivery_allow_dirs` and fresh ones may be sent to a chat. Advisable for bots that strangers can talk to. Default: false. */
  strict?: boolean;
  /** Folders from which files may be sent. Accepts a list, or one text in the way of PATH. Default: []. */
  media_delivery_allow_dirs?: string[] | string;
  /** In strict mode: whether files that were just made may be sent from anywhere. Default: true. */
  trust_recent_files?: boolean;
  /** How fresh such a file must be. Unit: s, at least 0. Default: 600. */
  trust_recent_files_seconds?: number;
  /** Largest file that is taken in from a chat; it is held in memory. 0: no limit. Unit: bytes, at least 0. Default: 134217728. */
  max_inbound_media_bytes?: number;
  /** Time stamps for the model. */
  message_timestamps?: {
    /** Whether each message is given to the model with its time. Default: false. */
    enabled?: boolean;
    [k: string]: unknown;
  };
  /** How long one platform may take to connect; 0 or less: as long as it takes. Unit: s. Default: 30. */
  platform_connect_timeout?: number;
  /** Whether replies are noted before they are sent, so that a crash loses none. Default: true. */
  delivery_ledger?: boolean;
  /** Whether proxy variables of the environment are used. Default: true. */
  trust_env?: boolean;
  /** Whether the older file sessions.json is still written, for other programs that read it. Default: true. */
  write_sessions_json?: boolean;
  /** How long a running turn may take to end when the gateway is stopped. Unit: s, at least 0. Default: 1. */
  signal_interrupt_grace_timeout?: number;
  /** Whether a gateway that hangs ends itself, so that the service manager starts it again. Default: true. */
  loop_watchdog?: boolean;
  /** How often that is checked. Unit: s, at least 0. Default: 30. */
  loop_watchdog_probe_interval_s?: number;
  /** How long a check may take. Unit: s, at least 0. Default: 10. */
  loop_watchdog_probe_timeout_s?: number;
  /** Failed checks in a row after which it ends. Range: at least 0. Default: 3. */
  loop_watchdog_max_strikes?: number;
  /** Interval of the signs of life for systemd; 0: none. Unit: s, at least 0. Default: 0. */
  systemd_watchdog_seconds?: number;
  /** Whether a gateway that does not get through its start ends itself. Default: true. */
  startup_watchdog?: boolean;
  /** How long the start may take. Unit: s, at least 0. Default: 300. */
  startup_watchdog_timeout_seconds?: number;
  /** Limit for bots that answer each other. */
  bot_loop_guard?: {
    /** Whether there is a limit. Default: true. */
    enabled?: boolean;
    /** Messages of bots in the window before a pause. Unit: messages, at least 0. Default: 20. */
    max_events?: number;
    /** Length of the window. Unit: s, at least 0. Default: 300. */
    window_seconds?: number;
    /** Length of the pause. Unit: s, at least 0. Default: 600. */
    cooldown_seconds?: number;
    [k: string]: unknown;
  };
  /** Limit for a turn that ends the gateway again and again when it is resumed. */
  restart_loop_guard?: {
    /** Starts in a row after which the turn is no longer resumed; 0: no limit. Range: at least 0. Default: 3. */
    max_restarts?: number;
    /** Least gap that still counts as a row. Unit: s, at least 0. Default: 60. */
    window_seconds?: number;
    /** Longest gap between two such starts. Unit: s, at least 0. Default: 300. */
    max_gap_seconds?: number;
    [k: string]: unknown;
  };
  /** Pause before a start when there were too many. */
  respawn_storm?: {
    /** Starts in the window before pauses begin; 0 or less: none. Default: 5. */
    max_starts?: number;
    /** Length of the window. Unit: s, at least 0. Default: 120. */
    window_seconds?: number;
    [k: string]: unknown;
  };
  /** Sleep of a hosted gateway. */
  scale_to_zero?: {
    /** Idle time before it sleeps; 0 or less: the usual time. Unit: min. Default: 2. */
    idle_timeout_minutes?: number;
    [k: string]: unknown;
  };
  /** Age at which an unused chat session is forgotten; 0: never. Unit: days, at least 0. Default: 90. */
  session_store_max_age_days?: number;
  /** Other place for the key of this name at the root, which wins. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  /** Other place for the section `session_reset`, which wins. */
  session_reset?: {
    [k: string]: unknown;
  };
  /** Other place for the section `stt`, which wins. */
  stt?: {
    [k: string]: unknown;
  };
  /** Other place for the key `quick_commands` at the root, which wins. */
  quick_commands?: {
    [k: string]: unknown;
  };
  /** Other place for the key of this name at the root, which wins. */
  group_sessions_per_user?: boolean;
  /** Other place for the key of this name at the root, which wins. */
  thread_sessions_per_user?: boolean;
  /** Other place for the key of this name at the root, which wins. */
  stt_echo_transcripts?: boolean;
  /** Other place for the key of this name at the root, which wins. */
  reset_triggers?: string[];
  /** Other place for the key of this name at the root, which wins. */
  always_log_local?: boolean;
  /** Other place for the key of this name at the root, which wins. */
  filter_silence_narration?: boolean;
  [k: string]: unknown;
}

/** Streaming to chats. Replies that grow while they are written, on chat platforms. Restart the gateway after a change. */
export interface StreamingSection {
  /** Whether replies are streamed. Otherwise each comes as one message. Default: false. */
  enabled?: boolean;
  /** How: by drafts where the platform has them, or by editing the message again and again. Default: auto. */
  transport?: 'auto' | 'draft' | 'edit' | 'off';
  /** Other name of `transport` that also switches streaming on. */
  mode?: 'auto' | 'draft' | 'edit' | 'off';
  /** Least time between two edits; platforms refuse too many. Unit: s, at least 0. Default: 0.8. */
  edit_interval?: number;
  /** Amount of text that is sent at once, before the interval is over. Unit: characters, at least 0. Default: 24. */
  buffer_threshold?: number;
  /** Sign at the end of a message that is not complete. Default: " ▉". */
  cursor?: string;
  /** Telegram: when writing took longer than this, the complete reply is sent as a new message with the time of its end. 0: never. Unit: s, at least 0. Default: 0. */
  fresh_final_after_seconds?: number;
  [k: string]: unknown;
}

/** Chat platforms. Platforms of the gateway by name: whether they are on, their tokens, and where unasked messages go. Platforms of plugins have their names here too, so any name and any key is allowed. */
export interface PlatformsSection {
  /** Telegram. Its token belongs in .env as `TELEGRAM_BOT_TOKEN`. */
  telegram?: {
    /** Whether the gateway connects to Telegram. */
    enabled?: boolean;
    /** Token of the bot; better in .env. */
    token?: string;
    /** Whether the bot answers in a group only when it is mentioned. Direct messages are always answered. */
    require_mention?: boolean;
    /** Ids of the only groups in which the bot answers. Empty: all. Accepts a list, or one text with commas. */
    allowed_chats?: string | (string | number)[] | number;
    /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
    home_channel?: {
      /** Name of the platform. */
      platform?: string;
      /** Id of the chat or channel. */
      chat_id?: string | number;
      /** Name to show. */
      name?: string;
      /** Id of the thread or topic in it. */
      thread_id?: string | number;
      /** Id of the user, for direct messages. */
      user_id?: string | number;
      /** Id of the server or workspace. */
      scope_id?: string | number;
      [k: string]: unknown;
    };
    /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
    allow_from?: string | (string | number)[] | number;
    /** Additional system prompt per group: id to text. It is not stored in the conversation. Default: {}. */
    channel_prompts?: {
      /** The prompt. */
      [k: string]: string;
    };
    /** Settings that only Telegram has; further keys are allowed. */
    extra?: {
      /** Whether previews of links are left out. Default: false. */
      disable_link_previews?: boolean;
      /** Whether replies use the newer message format with tables and formulas. Older text is easier to copy. Default: false. */
      rich_messages?: boolean;
      /** Whether drafts of that format are shown while a reply is written. Some apps draw them over each other. Default: false. */
      rich_drafts?: boolean;
      /** Whether a mention in a group that is not allowed is answered all the same. Default: false. */
      guest_mode?: boolean;
      /** Which messages in a group count. */
      group_policy?: string;
      /** Addresses to try when the name of the Telegram server cannot be resolved. Accepts a list, or one text with commas. */
      fallback_ips?: string | (string | number)[] | number;
      /** Other Bot API server. */
      base_url?: string;
      /** The menu of commands. */
      command_menu?: {
        /** How many commands it holds. Range: at least 1, at most 100. Default: 60. */
        max_commands?: number;
        /** Where the commands of `priority` stand: before the usual ones, after them, or alone. Default: prepend. */
        priority_mode?: 'prepend' | 'append' | 'replace';
        /** Commands to show first. Default: []. */
        priority?: string[];
        [k: string]: unknown;
      };
      [k: string]: unknown;
    };
    /** Key, where it differs from the token; better in .env. */
    api_key?: string;
    /** Who may write direct messages. */
    dm_policy?: string;
    /** Which messages in a group count. */
    group_policy?: string;
    /** Ids of users or groups that count in a group. Accepts a list, or one text with commas. */
    group_allow_from?: string | (string | number)[] | number;
    /** Ids of the users who may use every slash command. Not set: everybody who may talk to the bot. Accepts a list, or one text with commas. */
    allow_admin_from?: string | (string | number)[] | number;
    /** Slash commands for all other users. */
    user_allowed_commands?: string[];
    /** Like `allow_admin_from`, in a group. Accepts a list, or one text with commas. */
    group_allow_admin_from?: string | (string | number)[] | number;
    /** Like `user_allowed_commands`, in a group. */
    group_user_allowed_commands?: string[];
    /** What a stranger gets who writes to the bot: a pairing code, or silence. Default: pair. */
    unauthorized_dm_behavior?: 'pair' | 'ignore';
    /** Regular expressions that count as a mention, such as a nickname. */
    mention_patterns?: string[] | string;
    /** Whether a message that mentions another bot is left to that bot. Default: false. */
    exclusive_bot_mentions?: boolean;
    /** Which parts of a long reply are marked as an answer to your message. Default: first. */
    reply_to_mode?: 'off' | 'first' | 'all';
    /** Whether replies go into a thread. Default: true. */
    reply_in_thread?: boolean;
    /** Text before every reply. Empty: none. */
    reply_prefix?: string;
    /** Whether notices of the gateway are seen by everybody or by the one concerned. Default: public. */
    notice_delivery?: 'public' | 'private';
    /** Where the result of a scheduled job goes that can be answered: a thread of its own, or the channel itself. Default: thread. */
    cron_continuable_surface?: 'thread' | 'in_channel';
    /** Whether messages are marked as read. */
    send_read_receipts?: boolean;
    /** Whether the bot says when the gateway starts again. Default: true. */
    gateway_restart_notification?: boolean;
    /** Whether "is typing" is shown while the agent works. Default: true. */
    typing_indicator?: boolean;
    /** Text of that line, where the platform shows a text. */
    typing_status_text?: string;
    /** Other model or persona per group: id to settings. Default: {}. */
    channel_overrides?: {
      /** What is different there. */
      [k: string]: {
        /** Id of the model. */
        model?: string;
        /** Who serves it. */
        provider?: string;
        /** System prompt there. */
        system_prompt?: string;
        [k: string]: unknown;
      };
    };
    /** Ids of groups whose members may all talk to the bot. Accepts a list, or one text with commas. */
    group_allowed_chats?: string | (string | number)[] | number;
    /** Ids of the only topics in which the bot answers. Accepts a list, or one text with commas. */
    allowed_topics?: string | (string | number)[] | number;
    /** Ids of topics in which the bot never answers. Accepts a list, or one text with commas. */
    ignored_threads?: string | (string | number)[] | number;
    /** Ids of groups in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
    free_response_chats?: string | (string | number)[] | number;
    /** Other name of `free_response_chats`. Accepts a list, or one text with commas. */
    free_response_channels?: string | (string | number)[] | number;
    /** Ids of topics in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
    free_response_topics?: string | (string | number)[] | number;
    /** Ids of groups in which only a real mention counts, not `mention_patterns`. Accepts a list, or one text with commas. */
    native_mention_only_chats?: string | (string | number)[] | number;
    /** Whether a mention in a group that is not allowed is answered all the same. Default: false. */
    guest_mode?: boolean;
    /** Whether messages without a mention are kept as context. */
    observe_unmentioned_group_messages?: boolean;
    /** Whether the bot marks your message with a sign while it works and when it is done. Default: false. */
    reactions?: boolean;
    /** Proxy for the connection to Telegram. */
    proxy_url?: string;
    /** Whether previews of links are left out. Default: false. */
    disable_link_previews?: boolean;
    [k: string]: unknown;
  };
  /** API server. An OpenAI-compatible server in front of the agent, so that other programs can talk to it. Further keys are allowed. */
  api_server?: {
    /** Whether the server runs with the gateway. */
    enabled?: boolean;
    /** Address to listen on. Anything but this machine needs a `key`. Default: 127.0.0.1. */
    host?: string;
    /** Port to listen on. Range: at least 1, at most 65535. Default: 8642. */
    port?: number;
    /** Key that clients must send; better in .env as `API_SERVER_KEY`. */
    key?: string;
    /** Web pages that may call the server from a browser. Accepts a list, or one text with commas. */
    cors_origins?: string | string[];
    /** Name under which the agent is listed as a model. */
    model_name?: string;
    /** How many requests are worked on at the same time; more get the answer 429. 0: no limit. Range: at least 0. Default: 10. */
    max_concurrent_runs?: number;
    /** The same settings as the gateway stores them, and routes; further keys are allowed. */
    extra?: {
      /** Address to listen on. Anything but this machine needs a `key`. Default: 127.0.0.1. */
      host?: string;
      /** Port to listen on. Range: at least 1, at most 65535. Default: 8642. */
      port?: number;
      /** Key that clients must send; better in .env as `API_SERVER_KEY`. */
      key?: string;
      /** Web pages that may call the server from a browser. Accepts a list, or one text with commas. */
      cors_origins?: string | string[];
      /** Name under which the agent is listed as a model. */
      model_name?: string;
      /** Names of models that clients may ask for: name to the model that answers. Default: {}. */
      model_routes?: {
        /** One route. */
        [k: string]: {
          /** Id of the model. */
          model?: string;
          /** Who serves it. Not set: as for the main model. */
          provider?: string;
          /** Where it is served. */
          base_url?: string;
          /** Key for that endpoint; better a variable in .env. */
          api_key?: string;
          [k: string]: unknown;
        };
      };
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  /** Calls from other programs that start the agent. */
  webhook?: {
    /** Whether the gateway takes webhooks. */
    enabled?: boolean;
    /** Address to listen on. */
    host?: string;
    /** Port to listen on. Range: at least 1, at most 65535. */
    port?: number;
    /** Secret that signs the calls; better in .env. */
    secret?: string;
    /** Settings that only webhooks have; further keys are allowed. */
    extra?: {
      /** Time limit of a route's script. Unit: s, at least 0. Default: 30. */
      script_timeout_seconds?: number;
      /** Name to what a call of that name starts. */
      routes?: {
        [k: string]: unknown;
      };
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** API server. An OpenAI-compatible server in front of the agent, so that other programs can talk to it. Further keys are allowed. */
export interface ApiServerSection {
  /** Whether the server runs with the gateway. */
  enabled?: boolean;
  /** Address to listen on. Anything but this machine needs a `key`. Default: 127.0.0.1. */
  host?: string;
  /** Port to listen on. Range: at least 1, at most 65535. Default: 8642. */
  port?: number;
  /** Key that clients must send; better in .env as `API_SERVER_KEY`. */
  key?: string;
  /** Web pages that may call the server from a browser. Accepts a list, or one text with commas. */
  cors_origins?: string | string[];
  /** Name under which the agent is listed as a model. */
  model_name?: string;
  /** How many requests are worked on at the same time; more get the answer 429. 0: no limit. Range: at least 0. Default: 10. */
  max_concurrent_runs?: number;
  /** The same settings as the gateway stores them, and routes; further keys are allowed. */
  extra?: {
    /** Address to listen on. Anything but this machine needs a `key`. Default: 127.0.0.1. */
    host?: string;
    /** Port to listen on. Range: at least 1, at most 65535. Default: 8642. */
    port?: number;
    /** Key that clients must send; better in .env as `API_SERVER_KEY`. */
    key?: string;
    /** Web pages that may call the server from a browser. Accepts a list, or one text with commas. */
    cors_origins?: string | string[];
    /** Name under which the agent is listed as a model. */
    model_name?: string;
    /** Names of models that clients may ask for: name to the model that answers. Default: {}. */
    model_routes?: {
      /** One route. */
      [k: string]: {
        /** Id of the model. */
        model?: string;
        /** Who serves it. Not set: as for the main model. */
        provider?: string;
        /** Where it is served. */
        base_url?: string;
        /** Key for that endpoint; better a variable in .env. */
        api_key?: string;
        [k: string]: unknown;
      };
    };
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Telegram. The bot on Telegram. Its token belongs in .env as `TELEGRAM_BOT_TOKEN`. */
export interface TelegramSection {
  /** Whether the gateway connects to Telegram. */
  enabled?: boolean;
  /** Whether the bot answers in a group only when it is mentioned. Direct messages are always answered. */
  require_mention?: boolean;
  /** Ids of the only groups in which the bot answers. Empty: all. Accepts a list, or one text with commas. */
  allowed_chats?: string | (string | number)[] | number;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per group: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Telegram has; further keys are allowed. */
  extra?: {
    /** Whether previews of links are left out. Default: false. */
    disable_link_previews?: boolean;
    /** Whether replies use the newer message format with tables and formulas. Older text is easier to copy. Default: false. */
    rich_messages?: boolean;
    /** Whether drafts of that format are shown while a reply is written. Some apps draw them over each other. Default: false. */
    rich_drafts?: boolean;
    /** Whether a mention in a group that is not allowed is answered all the same. Default: false. */
    guest_mode?: boolean;
    /** Which messages in a group count. */
    group_policy?: string;
    /** Addresses to try when the name of the Telegram server cannot be resolved. Accepts a list, or one text with commas. */
    fallback_ips?: string | (string | number)[] | number;
    /** Other Bot API server. */
    base_url?: string;
    /** The menu of commands. */
    command_menu?: {
      /** How many commands it holds. Range: at least 1, at most 100. Default: 60. */
      max_commands?: number;
      /** Where the commands of `priority` stand: before the usual ones, after them, or alone. Default: prepend. */
      priority_mode?: 'prepend' | 'append' | 'replace';
      /** Commands to show first. Default: []. */
      priority?: string[];
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  /** Who may write direct messages. */
  dm_policy?: string;
  /** Which messages in a group count. */
  group_policy?: string;
  /** Ids of users or groups that count in a group. Accepts a list, or one text with commas. */
  group_allow_from?: string | (string | number)[] | number;
  /** Ids of the users who may use every slash command. Not set: everybody who may talk to the bot. Accepts a list, or one text with commas. */
  allow_admin_from?: string | (string | number)[] | number;
  /** Slash commands for all other users. */
  user_allowed_commands?: string[];
  /** Like `allow_admin_from`, in a group. Accepts a list, or one text with commas. */
  group_allow_admin_from?: string | (string | number)[] | number;
  /** Like `user_allowed_commands`, in a group. */
  group_user_allowed_commands?: string[];
  /** What a stranger gets who writes to the bot: a pairing code, or silence. Default: pair. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  /** Regular expressions that count as a mention, such as a nickname. */
  mention_patterns?: string[] | string;
  /** Whether a message that mentions another bot is left to that bot. Default: false. */
  exclusive_bot_mentions?: boolean;
  /** Which parts of a long reply are marked as an answer to your message. Default: first. */
  reply_to_mode?: 'off' | 'first' | 'all';
  /** Whether replies go into a thread. Default: true. */
  reply_in_thread?: boolean;
  /** Text before every reply. Empty: none. */
  reply_prefix?: string;
  /** Whether notices of the gateway are seen by everybody or by the one concerned. Default: public. */
  notice_delivery?: 'public' | 'private';
  /** Where the result of a scheduled job goes that can be answered: a thread of its own, or the channel itself. Default: thread. */
  cron_continuable_surface?: 'thread' | 'in_channel';
  /** Whether messages are marked as read. */
  send_read_receipts?: boolean;
  /** Whether the bot says when the gateway starts again. Default: true. */
  gateway_restart_notification?: boolean;
  /** Whether "is typing" is shown while the agent works. Default: true. */
  typing_indicator?: boolean;
  /** Text of that line, where the platform shows a text. */
  typing_status_text?: string;
  /** Other model or persona per group: id to settings. Default: {}. */
  channel_overrides?: {
    /** What is different there. */
    [k: string]: {
      /** Id of the model. */
      model?: string;
      /** Who serves it. */
      provider?: string;
      /** System prompt there. */
      system_prompt?: string;
      [k: string]: unknown;
    };
  };
  /** Ids of groups whose members may all talk to the bot. Accepts a list, or one text with commas. */
  group_allowed_chats?: string | (string | number)[] | number;
  /** Ids of the only topics in which the bot answers. Accepts a list, or one text with commas. */
  allowed_topics?: string | (string | number)[] | number;
  /** Ids of topics in which the bot never answers. Accepts a list, or one text with commas. */
  ignored_threads?: string | (string | number)[] | number;
  /** Ids of groups in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
  free_response_chats?: string | (string | number)[] | number;
  /** Other name of `free_response_chats`. Accepts a list, or one text with commas. */
  free_response_channels?: string | (string | number)[] | number;
  /** Ids of topics in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
  free_response_topics?: string | (string | number)[] | number;
  /** Ids of groups in which only a real mention counts, not `mention_patterns`. Accepts a list, or one text with commas. */
  native_mention_only_chats?: string | (string | number)[] | number;
  /** Whether a mention in a group that is not allowed is answered all the same. Default: false. */
  guest_mode?: boolean;
  /** Whether messages without a mention are kept as context. */
  observe_unmentioned_group_messages?: boolean;
  /** Whether the bot marks your message with a sign while it works and when it is done. Default: false. */
  reactions?: boolean;
  /** Proxy for the connection to Telegram. */
  proxy_url?: string;
  /** Whether previews of links are left out. Default: false. */
  disable_link_previews?: boolean;
  [k: string]: unknown;
}

/** Discord. The bot on Discord. Its token belongs in .env as `DISCORD_BOT_TOKEN`. */
export interface DiscordSection {
  /** Whether the gateway connects to Discord. */
  enabled?: boolean;
  /** Whether the bot answers in a channel only when it is mentioned. Direct messages are always answered. Default: true. */
  require_mention?: boolean;
  /** Ids of channels in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
  free_response_channels?: string | (string | number)[] | number;
  /** Ids of the only channels in which the bot answers. Empty: all. Accepts a list, or one text with commas. */
  allowed_channels?: string | (string | number)[] | number;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per channel: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Discord has; further keys are allowed. */
  extra?: {
    /** Whether slash commands are registered with Discord. Off for a second gateway with the same bot. Default: true. */
    slash_commands?: boolean;
    [k: string]: unknown;
  };
  /** Who may write direct messages. */
  dm_policy?: string;
  /** Which messages in a channel count. */
  group_policy?: string;
  /** Ids of users or groups that count in a channel. Accepts a list, or one text with commas. */
  group_allow_from?: string | (string | number)[] | number;
  /** Ids of the users who may use every slash command. Not set: everybody who may talk to the bot. Accepts a list, or one text with commas. */
  allow_admin_from?: string | (string | number)[] | number;
  /** Slash commands for all other users. */
  user_allowed_commands?: string[];
  /** Like `allow_admin_from`, in a channel. Accepts a list, or one text with commas. */
  group_allow_admin_from?: string | (string | number)[] | number;
  /** Like `user_allowed_commands`, in a channel. */
  group_user_allowed_commands?: string[];
  /** What a stranger gets who writes to the bot: a pairing code, or silence. Default: pair. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  /** Regular expressions that count as a mention, such as a nickname. */
  mention_patterns?: string[] | string;
  /** Whether a message that mentions another bot is left to that bot. Default: false. */
  exclusive_bot_mentions?: boolean;
  /** Which parts of a long reply are marked as an answer to your message. Default: first. */
  reply_to_mode?: 'off' | 'first' | 'all';
  /** Whether replies go into a thread. Default: true. */
  reply_in_thread?: boolean;
  /** Text before every reply. Empty: none. */
  reply_prefix?: string;
  /** Whether notices of the gateway are seen by everybody or by the one concerned. Default: public. */
  notice_delivery?: 'public' | 'private';
  /** Where the result of a scheduled job goes that can be answered: a thread of its own, or the channel itself. Default: thread. */
  cron_continuable_surface?: 'thread' | 'in_channel';
  /** Whether messages are marked as read. */
  send_read_receipts?: boolean;
  /** Whether the bot says when the gateway starts again. Default: true. */
  gateway_restart_notification?: boolean;
  /** Whether "is typing" is shown while the agent works. Default: true. */
  typing_indicator?: boolean;
  /** Text of that line, where the platform shows a text. */
  typing_status_text?: string;
  /** Other model or persona per channel: id to settings. Default: {}. */
  channel_overrides?: {
    /** What is different there. */
    [k: string]: {
      /** Id of the model. */
      model?: string;
      /** Who serves it. */
      provider?: string;
      /** System prompt there. */
      system_prompt?: string;
      [k: string]: unknown;
    };
  };
  /** Ids of channels in which the bot never answers; wins over everything else. Accepts a list, or one text with commas. */
  ignored_channels?: string | (string | number)[] | number;
  /** Ids of channels in which the bot answers without making a thread. Accepts a list, or one text with commas. */
  no_thread_channels?: string | (string | number)[] | number;
  /** Ids of channels in which only a real mention counts, not `mention_patterns`. Accepts a list, or one text with commas. */
  native_mention_only_channels?: string | (string | number)[] | number;
  /** Whether a mention in a channel starts a thread, so that each conversation is by itself. Default: true. */
  auto_thread?: boolean;
  /** Whether a mention is needed in threads, too. For servers with several bots. Default: false. */
  thread_require_mention?: boolean;
  /** Whether another bot must write the mention into its text; a reply alone does not count. Keeps bots from answering each other for ever. Default: false. */
  bots_require_inline_mention?: boolean;
  /** Whether messages of other bots are answered: never, only when they mention this one, or always. Default: none. */
  allow_bots?: 'none' | 'mentions' | 'all';
  /** Whether the bot marks your message with a sign while it works and when it is done. Default: true. */
  reactions?: boolean;
  /** Whether messages that the bot skipped are given to it when it is mentioned. Default: true. */
  history_backfill?: boolean;
  /** How many messages are looked at for that. Unit: messages, at least 0. Default: 50. */
  history_backfill_limit?: number;
  /** Messages that arrived while the gateway was not running. */
  missed_message_backfill?: {
    /** Whether they are answered after the start. Default: false. */
    enabled?: boolean;
    /** Ids of the channels. Empty: those of `free_response_channels`. Accepts a list, or one text with commas. */
    channels?: string | (string | number)[] | number;
    /** How old they may be. Unit: s, at least 0. Default: 21600. */
    window_seconds?: number;
    /** How many are looked at. Unit: messages, at least 0. Default: 100. */
    limit?: number;
    /** How many are answered. Unit: messages, at least 0. Default: 10. */
    max_dispatches?: number;
    [k: string]: unknown;
  };
  /** Id of a server whose allowed roles also count in direct messages. Empty: none. */
  dm_role_auth_guild?: string | number;
  /** What the Discord tools may do on a server. Empty: everything that the bot may. */
  server_actions?: string | string[];
  /** Whom a reply of the bot may notify. */
  allow_mentions?: {
    /** Whether @everyone and @here work. Default: false. */
    everyone?: boolean;
    /** Whether mentions of roles work. Default: false. */
    roles?: boolean;
    /** Whether mentions of users work. Default: true. */
    users?: boolean;
    /** Whether the one who is answered is notified. Default: true. */
    replied_user?: boolean;
    [k: string]: unknown;
  };
  /** Whether a question for approval mentions the users who may answer. Default: false. */
  approval_mentions?: boolean;
  /** Largest attachment that is taken in; 0: no limit. Unit: bytes, at least 0. Default: 33554432. */
  max_attachment_bytes?: number;
  /** No longer has an effect: attachments of every type are taken in. Default: false. */
  allow_any_attachment?: boolean;
  /** Silence after which the bot leaves a voice channel; 0: it stays. Unit: s, at least 0. Default: 300. */
  voice_channel_inactivity_timeout_seconds?: number;
  /** Least time that playing a reply is given before it is stopped. Unit: s, at least 0. Default: 120. */
  voice_playback_timeout_seconds?: number;
  /** How often the connection is checked; 0: never. Unit: s, at least 0. Default: 15. */
  websocket_liveness_interval_seconds?: number;
  /** Failed checks in a row after which the bot connects anew; 0: never. Range: at least 0. Default: 2. */
  websocket_liveness_failure_threshold?: number;
  /** Age of the last sign of life at which a check fails; 0: not looked at. Unit: s, at least 0. Default: 60. */
  websocket_heartbeat_ack_max_age_seconds?: number;
  /** Latency at which a check fails; 0: not looked at. Unit: s, at least 0. Default: 30. */
  websocket_max_latency_seconds?: number;
  /** Skills that are loaded in certain channels. */
  channel_skill_bindings?:
    | unknown[]
    | {
        [k: string]: unknown;
      };
  /** Sounds in voice channels while the agent works. */
  voice_fx?: {
    /** Whether there are any. Default: false. */
    enabled?: boolean;
    /** Whether a background sound plays while tools run. Default: true. */
    ambient_enabled?: boolean;
    /** Sound file for it. Empty: a sound that is made. */
    ambient_path?: string;
    /** Its loudness, 0 to 1. Range: at least 0. Default: 0.18. */
    ambient_gain?: number;
    /** Its loudness while the bot speaks, 0 to 1. Range: at least 0. Default: 0.06. */
    duck_gain?: number;
    /** Loudness of speech, 0 to 1. Range: at least 0. Default: 1. */
    speech_gain?: number;
    /** Whether the bot says a short phrase before the first tool call. Default: true. */
    ack_enabled?: boolean;
    /** Phrases to choose from. */
    ack_phrases?: string[];
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Slack. The bot on Slack. Tokens belong in .env as `SLACK_BOT_TOKEN` and `SLACK_APP_TOKEN`. */
export interface SlackSection {
  /** Whether the gateway connects to Slack. */
  enabled?: boolean;
  /** Whether the bot answers in a channel only when it is mentioned. Direct messages are always answered. Default: true. */
  require_mention?: boolean;
  /** Ids of channels in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
  free_response_channels?: string | (string | number)[] | number;
  /** Ids of the only channels in which the bot answers. Empty: all. Accepts a list, or one text with commas. */
  allowed_channels?: string | (string | number)[] | number;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per channel: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Slack has; further keys are allowed. */
  extra?: {
    /** Whether replies in a channel go into a thread. Default: true. */
    reply_in_thread?: boolean;
    /** Whether a reply in a thread is also posted to the channel. Default: false. */
    reply_broadcast?: boolean;
    /** Whether links get a preview. Not set: left to Slack. */
    unfurl_links?: boolean;
    /** Whether media get a preview. Not set: left to Slack. */
    unfurl_media?: boolean;
    /** Whether replies use the layout blocks of Slack: headings, lists, tables. Default: false. */
    rich_blocks?: boolean;
    /** Whether replies carry buttons for feedback. Needs `rich_blocks`. Default: false. */
    feedback_buttons?: boolean;
    /** Whether tool calls are shown as cards. Default: false. */
    native_task_cards?: boolean;
    /** Up to four prompts that are offered at the start. Default: []. */
    suggested_prompts?:
      | unknown[]
      | {
          [k: string]: unknown;
        };
    /** Whether threads are named after the first message. Default: true. */
    assistant_thread_titles?: boolean;
    /** Ids of users whose posts through an app count as written by a person. Accepts a list, or one text with commas. */
    api_human_users?: string | (string | number)[] | number;
    /** Whether messages of other bots are answered: never, only when they mention this one, or always. Default: none. */
    allow_bots?: 'none' | 'mentions' | 'all';
    [k: string]: unknown;
  };
  /** Who may write direct messages. */
  dm_policy?: string;
  /** Which messages in a channel count. */
  group_policy?: string;
  /** Ids of users or groups that count in a channel. Accepts a list, or one text with commas. */
  group_allow_from?: string | (string | number)[] | number;
  /** Ids of the users who may use every slash command. Not set: everybody who may talk to the bot. Accepts a list, or one text with commas. */
  allow_admin_from?: string | (string | number)[] | number;
  /** Slash commands for all other users. */
  user_allowed_commands?: string[];
  /** Like `allow_admin_from`, in a channel. Accepts a list, or one text with commas. */
  group_allow_admin_from?: string | (string | number)[] | number;
  /** Like `user_allowed_commands`, in a channel. */
  group_user_allowed_commands?: string[];
  /** What a stranger gets who writes to the bot: a pairing code, or silence. Default: pair. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  /** Regular expressions that count as a mention, such as a nickname. */
  mention_patterns?: string[] | string;
  /** Whether a message that mentions another bot is left to that bot. Default: false. */
  exclusive_bot_mentions?: boolean;
  /** Which parts of a long reply are marked as an answer to your message. Default: first. */
  reply_to_mode?: 'off' | 'first' | 'all';
  /** Whether replies go into a thread. Default: true. */
  reply_in_thread?: boolean;
  /** Text before every reply. Empty: none. */
  reply_prefix?: string;
  /** Whether notices of the gateway are seen by everybody or by the one concerned. Default: public. */
  notice_delivery?: 'public' | 'private';
  /** Where the result of a scheduled job goes that can be answered: a thread of its own, or the channel itself. Default: thread. */
  cron_continuable_surface?: 'thread' | 'in_channel';
  /** Whether messages are marked as read. */
  send_read_receipts?: boolean;
  /** Whether the bot says when the gateway starts again. Default: true. */
  gateway_restart_notification?: boolean;
  /** Whether "is typing" is shown while the agent works. Default: true. */
  typing_indicator?: boolean;
  /** Text of that line, where the platform shows a text. */
  typing_status_text?: string;
  /** Other model or persona per channel: id to settings. Default: {}. */
  channel_overrides?: {
    /** What is different there. */
    [k: string]: {
      /** Id of the model. */
      model?: string;
      /** Who serves it. */
      provider?: string;
      /** System prompt there. */
      system_prompt?: string;
      [k: string]: unknown;
    };
  };
  /** Ids of channels in which the bot always waits for a mention. Accepts a list, or one text with commas. */
  require_mention_channels?: string | (string | number)[] | number;
  /** Whether a mention is needed in threads, too. Default: false. */
  thread_require_mention?: boolean;
  /** Whether every message in a thread needs a mention, also in one that the bot already answered. Default: false. */
  strict_mention?: boolean;
  /** Whether messages that begin with a mention of somebody else are left alone. Default: false. */
  ignore_other_user_mentions?: boolean;
  /** Whether the bot marks your message with a sign while it works and when it is done. Default: true. */
  reactions?: boolean;
  /** Whether messages of other bots are answered: never, only when they mention this one, or always. Default: none. */
  allow_bots?: 'none' | 'mentions' | 'all';
  /** Ids of channels in which only a real mention counts, not `mention_patterns`. Accepts a list, or one text with commas. */
  native_mention_only_channels?: string | (string | number)[] | number;
  /** Skills that are loaded in certain channels. */
  channel_skill_bindings?:
    | unknown[]
    | {
        [k: string]: unknown;
      };
  [k: string]: unknown;
}

/** WhatsApp. The bot on WhatsApp, through a linked device. */
export interface WhatsappSection {
  /** Whether the gateway connects to WhatsApp. */
  enabled?: boolean;
  /** Whether the bot answers in a group only when it is mentioned. Direct messages are always answered. */
  require_mention?: boolean;
  /** Ids of the only chats in which the bot answers. Empty: all. Accepts a list, or one text with commas. */
  allowed_chats?: string | (string | number)[] | number;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per group: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only WhatsApp has; any key. */
  extra?: {
    [k: string]: unknown;
  };
  /** Who may write direct messages. */
  dm_policy?: string;
  /** Which messages in a group count. */
  group_policy?: string;
  /** Ids of users or groups that count in a group. Accepts a list, or one text with commas. */
  group_allow_from?: string | (string | number)[] | number;
  /** Ids of the users who may use every slash command. Not set: everybody who may talk to the bot. Accepts a list, or one text with commas. */
  allow_admin_from?: string | (string | number)[] | number;
  /** Slash commands for all other users. */
  user_allowed_commands?: string[];
  /** Like `allow_admin_from`, in a group. Accepts a list, or one text with commas. */
  group_allow_admin_from?: string | (string | number)[] | number;
  /** Like `user_allowed_commands`, in a group. */
  group_user_allowed_commands?: string[];
  /** What a stranger gets who writes to the bot: a pairing code, or silence. Default: pair. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  /** Regular expressions that count as a mention, such as a nickname. */
  mention_patterns?: string[] | string;
  /** Whether a message that mentions another bot is left to that bot. Default: false. */
  exclusive_bot_mentions?: boolean;
  /** Which parts of a long reply are marked as an answer to your message. Default: first. */
  reply_to_mode?: 'off' | 'first' | 'all';
  /** Whether replies go into a thread. Default: true. */
  reply_in_thread?: boolean;
  /** Text before every reply; `\n` is a new line. Not set: a heading with the name of the program. Empty: none. */
  reply_prefix?: string;
  /** Whether notices of the gateway are seen by everybody or by the one concerned. Default: public. */
  notice_delivery?: 'public' | 'private';
  /** Where the result of a scheduled job goes that can be answered: a thread of its own, or the channel itself. Default: thread. */
  cron_continuable_surface?: 'thread' | 'in_channel';
  /** Whether messages are marked as read. */
  send_read_receipts?: boolean;
  /** Whether the bot says when the gateway starts again. Default: true. */
  gateway_restart_notification?: boolean;
  /** Whether "is typing" is shown while the agent works. Default: true. */
  typing_indicator?: boolean;
  /** Text of that line, where the platform shows a text. */
  typing_status_text?: string;
  /** Other model or persona per group: id to settings. Default: {}. */
  channel_overrides?: {
    /** What is different there. */
    [k: string]: {
      /** Id of the model. */
      model?: string;
      /** Who serves it. */
      provider?: string;
      /** System prompt there. */
      system_prompt?: string;
      [k: string]: unknown;
    };
  };
  /** Whose number the bridge uses. */
  mode?: string;
  /** Ids of groups in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
  free_response_chats?: string | (string | number)[] | number;
  /** Ids of groups in which only a real mention counts, not `mention_patterns`. Accepts a list, or one text with commas. */
  native_mention_only_chats?: string | (string | number)[] | number;
  [k: string]: unknown;
}

/** Signal. The bot on Signal, through a signal-cli server. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface SignalSection {
  /** Whether the gateway connects to Signal. */
  enabled?: boolean;
  /** Whether the bot answers in a group only when it is mentioned. Direct messages are always answered. */
  require_mention?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per group: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Signal has; further keys are allowed. */
  extra?: {
    /** Address of the signal-cli server. */
    http_url?: string;
    /** Number of the bot, with country code. */
    account?: string;
    [k: string]: unknown;
  };
  /** Which messages in a group count. */
  group_policy?: string;
  [k: string]: unknown;
}

/** Matrix. The bot on Matrix. Its token belongs in .env as `MATRIX_ACCESS_TOKEN`. */
export interface MatrixSection {
  /** Whether the gateway connects to Matrix. */
  enabled?: boolean;
  /** Whether the bot answers in a room only when it is mentioned. Direct messages are always answered. Default: true. */
  require_mention?: boolean;
  /** Ids of rooms in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
  free_response_rooms?: string | (string | number)[] | number;
  /** Ids of the only rooms in which the bot answers. Empty: all. Accepts a list, or one text with commas. */
  allowed_rooms?: string | (string | number)[] | number;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per room: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Matrix has; further keys are allowed. */
  extra?: {
    /** Address of the home server. */
    homeserver?: string;
    /** Matrix id of the bot. */
    user_id?: string;
    [k: string]: unknown;
  };
  /** Who may write direct messages. */
  dm_policy?: string;
  /** Which messages in a room count. */
  group_policy?: string;
  /** Ids of users or groups that count in a room. Accepts a list, or one text with commas. */
  group_allow_from?: string | (string | number)[] | number;
  /** Ids of the users who may use every slash command. Not set: everybody who may talk to the bot. Accepts a list, or one text with commas. */
  allow_admin_from?: string | (string | number)[] | number;
  /** Slash commands for all other users. */
  user_allowed_commands?: string[];
  /** Like `allow_admin_from`, in a room. Accepts a list, or one text with commas. */
  group_allow_admin_from?: string | (string | number)[] | number;
  /** Like `user_allowed_commands`, in a room. */
  group_user_allowed_commands?: string[];
  /** What a stranger gets who writes to the bot: a pairing code, or silence. Default: pair. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  /** Regular expressions that count as a mention, such as a nickname. */
  mention_patterns?: string[] | string;
  /** Whether a message that mentions another bot is left to that bot. Default: false. */
  exclusive_bot_mentions?: boolean;
  /** Which parts of a long reply are marked as an answer to your message. Default: first. */
  reply_to_mode?: 'off' | 'first' | 'all';
  /** Whether replies go into a thread. Default: true. */
  reply_in_thread?: boolean;
  /** Text before every reply. Empty: none. */
  reply_prefix?: string;
  /** Whether notices of the gateway are seen by everybody or by the one concerned. Default: public. */
  notice_delivery?: 'public' | 'private';
  /** Where the result of a scheduled job goes that can be answered: a thread of its own, or the channel itself. Default: thread. */
  cron_continuable_surface?: 'thread' | 'in_channel';
  /** Whether messages are marked as read. */
  send_read_receipts?: boolean;
  /** Whether the bot says when the gateway starts again. Default: true. */
  gateway_restart_notification?: boolean;
  /** Whether "is typing" is shown while the agent works. Default: true. */
  typing_indicator?: boolean;
  /** Text of that line, where the platform shows a text. */
  typing_status_text?: string;
  /** Other model or persona per room: id to settings. Default: {}. */
  channel_overrides?: {
    /** What is different there. */
    [k: string]: {
      /** Id of the model. */
      model?: string;
      /** Who serves it. */
      provider?: string;
      /** System prompt there. */
      system_prompt?: string;
      [k: string]: unknown;
    };
  };
  /** Other name of `free_response_rooms`. Accepts a list, or one text with commas. */
  free_response_channels?: string | (string | number)[] | number;
  /** Whether a mention in a room starts a thread. */
  auto_thread?: boolean;
  /** Whether direct messages go into threads. */
  dm_auto_thread?: boolean;
  /** Whether a mention in a direct message starts a thread. */
  dm_mention_threads?: boolean;
  /** Whether a mention is needed in threads, too. Default: false. */
  thread_require_mention?: boolean;
  /** Whether the bot marks your message with a sign while it works and when it is done. Default: true. */
  reactions?: boolean;
  [k: string]: unknown;
}

/** Mattermost. The bot on Mattermost. Its token belongs in .env as `MATTERMOST_TOKEN`. */
export interface MattermostSection {
  /** Whether the gateway connects to Mattermost. */
  enabled?: boolean;
  /** Whether the bot answers in a channel only when it is mentioned. Direct messages are always answered. Default: true. */
  require_mention?: boolean;
  /** Ids of channels in which the bot answers without being mentioned. Accepts a list, or one text with commas. */
  free_response_channels?: string | (string | number)[] | number;
  /** Ids of the only channels in which the bot answers. Empty: all. Accepts a list, or one text with commas. */
  allowed_channels?: string | (string | number)[] | number;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per channel: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Mattermost has; further keys are allowed. */
  extra?: {
    /** Address of the server. */
    url?: string;
    [k: string]: unknown;
  };
  /** Who may write direct messages. */
  dm_policy?: string;
  /** Which messages in a channel count. */
  group_policy?: string;
  /** Ids of users or groups that count in a channel. Accepts a list, or one text with commas. */
  group_allow_from?: string | (string | number)[] | number;
  /** Ids of the users who may use every slash command. Not set: everybody who may talk to the bot. Accepts a list, or one text with commas. */
  allow_admin_from?: string | (string | number)[] | number;
  /** Slash commands for all other users. */
  user_allowed_commands?: string[];
  /** Like `allow_admin_from`, in a channel. Accepts a list, or one text with commas. */
  group_allow_admin_from?: string | (string | number)[] | number;
  /** Like `user_allowed_commands`, in a channel. */
  group_user_allowed_commands?: string[];
  /** What a stranger gets who writes to the bot: a pairing code, or silence. Default: pair. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  /** Regular expressions that count as a mention, such as a nickname. */
  mention_patterns?: string[] | string;
  /** Whether a message that mentions another bot is left to that bot. Default: false. */
  exclusive_bot_mentions?: boolean;
  /** Which parts of a long reply are marked as an answer to your message. Default: first. */
  reply_to_mode?: 'off' | 'first' | 'all';
  /** Whether replies go into a thread. Default: true. */
  reply_in_thread?: boolean;
  /** Text before every reply. Empty: none. */
  reply_prefix?: string;
  /** Whether notices of the gateway are seen by everybody or by the one concerned. Default: public. */
  notice_delivery?: 'public' | 'private';
  /** Where the result of a scheduled job goes that can be answered: a thread of its own, or the channel itself. Default: thread. */
  cron_continuable_surface?: 'thread' | 'in_channel';
  /** Whether messages are marked as read. */
  send_read_receipts?: boolean;
  /** Whether the bot says when the gateway starts again. Default: true. */
  gateway_restart_notification?: boolean;
  /** Whether "is typing" is shown while the agent works. Default: true. */
  typing_indicator?: boolean;
  /** Text of that line, where the platform shows a text. */
  typing_status_text?: string;
  /** Other model or persona per channel: id to settings. Default: {}. */
  channel_overrides?: {
    /** What is different there. */
    [k: string]: {
      /** Id of the model. */
      model?: string;
      /** Who serves it. */
      provider?: string;
      /** System prompt there. */
      system_prompt?: string;
      [k: string]: unknown;
    };
  };
  /** Ids of channels in which only a real mention counts, not `mention_patterns`. Accepts a list, or one text with commas. */
  native_mention_only_channels?: string | (string | number)[] | number;
  /** Whether replies go into a thread. Default: "off". */
  reply_mode?: 'off' | 'thread';
  /** Whether the bot marks your message with a sign while it works and when it is done. */
  reactions?: boolean;
  [k: string]: unknown;
}

/** Microsoft Teams. The bot on Microsoft Teams. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface TeamsSection {
  /** Whether the gateway connects to Microsoft Teams. */
  enabled?: boolean;
  /** Whether the bot answers in a channel only when it is mentioned. Direct messages are always answered. */
  require_mention?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per channel: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Microsoft Teams has; any key. */
  extra?: {
    [k: string]: unknown;
  };
  /** Which messages in a channel count. */
  group_policy?: string;
  [k: string]: unknown;
}

/** Google Chat. The bot in Google Chat. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface GoogleChatSection {
  /** Whether the gateway connects to Google Chat. */
  enabled?: boolean;
  /** Whether the bot answers in a space only when it is mentioned. Direct messages are always answered. */
  require_mention?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per space: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Google Chat has; any key. */
  extra?: {
    [k: string]: unknown;
  };
  /** Text of the message that stands there while the agent works. */
  typing_status_text?: string;
  [k: string]: unknown;
}

/** Feishu and Lark. The bot on Feishu or Lark. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface FeishuSection {
  /** Whether the gateway connects to Feishu and Lark. */
  enabled?: boolean;
  /** Whether the bot answers in a group only when it is mentioned. Direct messages are always answered. */
  require_mention?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per group: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Feishu has; further keys are allowed. */
  extra?: {
    /** How messages arrive: over a connection that the gateway opens, or at an address that it listens on. Default: websocket. */
    connection_mode?: 'websocket' | 'webhook';
    /** Which of the two services. */
    domain?: string;
    /** Id of the app. */
    app_id?: string;
    /** Secret of the app; better in .env. */
    app_secret?: string;
    [k: string]: unknown;
  };
  /** Which messages in a group count. */
  group_policy?: string;
  /** Whether messages of other bots are answered. */
  allow_bots?: string;
  /** Whether the bot marks your message with a sign while it works and when it is done. */
  reactions?: boolean;
  [k: string]: unknown;
}

/** QQ. The bot on QQ. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface QqbotSection {
  /** Whether the gateway connects to QQ. */
  enabled?: boolean;
  /** Whether the bot answers in a group only when it is mentioned. Direct messages are always answered. */
  require_mention?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per group: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only QQ has; further keys are allowed. */
  extra?: {
    /** Id of the app. */
    app_id?: string | number;
    /** Secret of the app; better in .env. */
    client_secret?: string;
    [k: string]: unknown;
  };
  /** Which messages in a group count. */
  group_policy?: string;
  [k: string]: unknown;
}

/** Yuanbao. The bot on Tencent Yuanbao. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface YuanbaoSection {
  /** Whether the gateway connects to Yuanbao. */
  enabled?: boolean;
  /** Whether the bot answers in a group only when it is mentioned. Direct messages are always answered. */
  require_mention?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Additional system prompt per group: id to text. It is not stored in the conversation. Default: {}. */
  channel_prompts?: {
    /** The prompt. */
    [k: string]: string;
  };
  /** Settings that only Yuanbao has; further keys are allowed. */
  extra?: {
    /** Id of the app. */
    app_id?: string | number;
    /** Secret of the app; better in .env. */
    app_secret?: string;
    [k: string]: unknown;
  };
  /** Which messages in a group count. */
  group_policy?: string;
  [k: string]: unknown;
}

/** Home Assistant. Events of Home Assistant as messages to the agent. Address and token belong in .env as `HASS_URL` and `HASS_TOKEN`. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface HomeassistantSection {
  /** Whether the gateway connects to Home Assistant. */
  enabled?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Settings that only Home Assistant has; any key. */
  extra?: {
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** E-mail. The agent as a correspondent by e-mail. Address and password belong in .env. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface EmailSection {
  /** Whether the gateway connects to E-mail. */
  enabled?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Settings that only E-mail has; any key. */
  extra?: {
    [k: string]: unknown;
  };
  /** What a stranger gets who writes: a pairing code, or silence. Default: ignore. */
  unauthorized_dm_behavior?: 'pair' | 'ignore';
  [k: string]: unknown;
}

/** SMS. Text messages through Twilio. Account and token belong in .env. What every platform understands (see `platforms`) can stand here too; any key is allowed. */
export interface SmsSection {
  /** Whether the gateway connects to SMS. */
  enabled?: boolean;
  /** Where messages that nobody asked for go: results of scheduled jobs, reminders, notices. */
  home_channel?: {
    /** Name of the platform. */
    platform?: string;
    /** Id of the chat or channel. */
    chat_id?: string | number;
    /** Name to show. */
    name?: string;
    /** Id of the thread or topic in it. */
    thread_id?: string | number;
    /** Id of the user, for direct messages. */
    user_id?: string | number;
    /** Id of the server or workspace. */
    scope_id?: string | number;
    [k: string]: unknown;
  };
  /** Ids of the users who may talk to the bot. Accepts a list, or one text with commas. */
  allow_from?: string | (string | number)[] | number;
  /** Settings that only SMS has; any key. */
  extra?: {
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Bot mode. Messages between agents on different machines. Further keys are allowed. */
export interface BotModeSection {
  /** Age at which a message that was not fetched is given up and its sender told; 0: never. Unit: s, at least 0. Default: 900. */
  envelope_ttl_seconds?: number;
  /** How long a message waits for a busy agent. Unit: s, at least 0. Default: 120. */
  turn_wait_seconds?: number;
  [k: string]: unknown;
}

/** Other agents. Agents on other machines that this one can write to: name to address. Their keys belong in .env. */
export interface BotPeersSection {
  /** One agent; further keys are allowed. */
  [k: string]: {
    /** Address of its API server. */
    url?: string;
    [k: string]: unknown;
  };
}

/** Human delay. Pauses between the parts of an answer on chat platforms, as a person would make them. */
export interface HumanDelaySection {
  /** `natural` uses built-in times, `custom` those below. Default: "off". */
  mode?: 'off' | 'natural' | 'custom';
  /** Shortest pause with `custom`. Unit: ms, at least 0. Default: 800. */
  min_ms?: number;
  /** Longest pause with `custom`. Unit: ms, at least 0. Default: 2500. */
  max_ms?: number;
  [k: string]: unknown;
}

/** Dashboard. The web dashboard: looks, sign-in and the connection behind a proxy. */
export interface DashboardSection {
  /** Colours. Default: default. */
  theme?: string;
  /** Font of the pages; `theme`: that of the colours. Default: theme. */
  font?: string;
  /** Whether token and cost figures are shown. They are a lower bound, not the bill. Default: false. */
  show_token_analytics?: boolean;
  /** Address under which the dashboard is reached from outside, with a path if there is one. Needed behind proxies that do not forward it. */
  public_url?: string;
  /** Addresses of proxies whose forwarding headers are believed. Default: []. */
  trusted_proxies?: string[];
  /** Sign-in through another service. Needed when the dashboard is not on this machine alone. */
  oauth?: {
    /** Who signs in. Not set: the Nous portal. */
    provider?: string;
    /** Id of this dashboard there. */
    client_id?: string;
    /** Other address of the Nous portal. */
    portal_url?: string;
    /** Your own OpenID Connect service. */
    self_hosted?: {
      /** Address of the issuer. */
      issuer?: string;
      /** Id of this dashboard there. */
      client_id?: string;
      /** What is asked for. Default: "openid profile email". */
      scopes?: string;
      /** Secret of a confidential client; better `HERMES_DASHBOARD_OIDC_CLIENT_SECRET` in .env. */
      client_secret?: string;
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  /** Sign-in with a name and a password. */
  basic_auth?: {
    /** Name. Empty: this way of signing in is off. */
    username?: string;
    /** Hash of the password (scrypt). */
    password_hash?: string;
    /** The password itself; a hash is better. */
    password?: string;
    /** Secret that signs sessions. Empty: made at each start, which signs everybody out. */
    secret?: string;
    /** How long a sign-in lasts; 0: the usual 12 hours. Unit: s, at least 0. Default: 0. */
    session_ttl_seconds?: number;
    [k: string]: unknown;
  };
  /** The token that may ask the gateway to finish its work and stop. It stands in `HERMES_DASHBOARD_DRAIN_SECRET`, not here. */
  drain_auth?: {
    /** Name of the right that it gives. Default: drain. */
    scope?: string;
    /** Shortest token that is accepted. Unit: characters, at least 0. Default: 43. */
    min_secret_chars?: number;
    [k: string]: unknown;
  };
  /** How the task board is shown. */
  kanban?: {
    /** Board that is opened first. */
    default_tenant?: string;
    /** Whether there is a lane for each profile. */
    lane_by_profile?: boolean;
    /** Whether archived tasks are shown. */
    include_archived_by_default?: boolean;
    /** Whether Markdown in tasks is laid out. */
    render_markdown?: boolean;
    [k: string]: unknown;
  };
  /** Whether turns run in a process of their own. Default: false. */
  turn_isolation?: boolean;
  /** How often that process gives a sign of life. Unit: s, at least 0. Default: 15. */
  compute_host_heartbeat_secs?: number;
  /** How often it is started again. Range: at least 0. Default: 3. */
  compute_host_respawn_max?: number;
  /** How often the connection to a browser on another machine is checked. Unit: s, at least 0. Default: 20. */
  ws_ping_interval?: number;
  /** How long such a check may take. Unit: s, at least 0. Default: 20. */
  ws_ping_timeout?: number;
  /** How long a session waits for its browser to come back; 0: for ever. Unit: s, at least 0. Default: 20. */
  ws_orphan_reap_grace_s?: number;
  /** A turn without a browser goes on until nothing happened in it for this long; 0: it ends with the wait above. Unit: s, at least 0. Default: 600. */
  ws_orphan_activity_stale_s?: number;
  /** Whether sessions that a dead gateway left open are closed at the start. Default: true. */
  startup_orphan_sweep?: boolean;
  [k: string]: unknown;
}

/** Desktop app. The desktop app of Hermes Agent. Further keys are allowed. */
export interface DesktopSection {
  /** Font of the app's text. Empty: that of the theme. */
  font_family?: string;
  /** Whether Git repositories are looked for, for the list of projects. Default: true. */
  repo_scan_enabled?: boolean;
  /** Folders to look in. Empty: the home folder, not too deep. Default: []. */
  repo_scan_roots?: string[];
  /** Folders to leave out. Default: []. */
  repo_scan_exclude_paths?: string[];
  /** Additional flags for Electron. Default: []. */
  electron_flags?: string[] | string;
  /** Linux: window system to use. Default: auto. */
  ozone_platform_hint?: 'auto' | 'x11' | 'wayland';
  /** Whether drawing does without the graphics card. `auto`: only over remote screens. Default: auto. */
  disable_gpu?: 'auto' | 'on' | 'off';
  /** Linux: where tokens are kept. Default: auto. */
  password_store?: string;
  /** Linux: whether the menu entry is renewed at each start. Default: true. */
  manage_launcher_entry?: boolean;
  /** macOS: certificate that signs an app built here, so that its permissions survive updates. */
  macos_signing_identity?: string;
  /** Turns that a crash ended. */
  auto_continue?: {
    /** Whether they are started again. Default: true. */
    enabled?: boolean;
    /** How long ago that may be. Unit: min, at least 0. Default: 15. */
    freshness_minutes?: number;
    /** How often the same turn is started again. Range: at least 0. Default: 2. */
    max_attempts?: number;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Context engine. What keeps the conversation within the context window. */
export interface ContextSection {
  /** `compressor` is the built-in one (see `compression`); a plugin can bring another, named here. Default: compressor. */
  engine?: string;
  /** Gives memory of the process back to the system after large conversations. */
  memory_trim?: {
    /** Whether it does. Default: true. */
    enabled?: boolean;
    /** Shortest time between two times. Unit: s, at least 0. Default: 60. */
    cooldown_seconds?: number;
    /** Every how many times it is logged. Range: at least 1. Default: 1. */
    log_every_n?: number;
    /** Only what gives back at least this much is logged. Unit: MB, at least 0. Default: 0. */
    info_log_min_delta_mb?: number;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Prompt caching. Prompt cache of providers that keep the beginning of a conversation, such as Anthropic. Local servers have their own. */
export interface PromptCachingSection {
  /** How long the provider keeps it. `1h` costs more to write and suits conversations with pauses. Default: 5m. */
  cache_ttl?: '5m' | '1h' | 'auto' | 'off';
  [k: string]: unknown;
}

/** Tool output. How much of a tool's output reaches the model. */
export interface ToolOutputSection {
  /** Most of one output; the middle of a longer one is left out. Less suits a small context window. Unit: bytes, at least 0. Default: 50000. */
  max_bytes?: number;
  /** Most lines of a file that are read at once. Unit: lines, at least 0. Default: 2000. */
  max_lines?: number;
  /** Longer lines are cut. Unit: characters, at least 0. Default: 2000. */
  max_line_length?: number;
  [k: string]: unknown;
}

/** Tool budget. Limits for single kinds of tools. */
export interface ToolBudgetSection {
  /** Most of the result of one call to an MCP server. Unit: characters, at least 0. Default: 50000. */
  mcp_result_size_chars?: number;
  [k: string]: unknown;
}

/** Tool loop guardrails. Notices when the model repeats calls that fail or bring nothing new. */
export interface ToolLoopGuardrailsSection {
  /** Tell the model so. The call is still carried out. Default: true. */
  warnings_enabled?: boolean;
  /** End the turn after more repetitions, also where a person watches. Default: false. */
  hard_stop_enabled?: boolean;
  /** End it where nobody watches, as in scheduled jobs. Default: true. */
  non_interactive_hard_stop_enabled?: boolean;
  /** Repetitions after which the model is told. */
  warn_after?: {
    /** The same call fails with the same error. Unit: calls, at least 0. Default: 2. */
    exact_failure?: number;
    /** The same tool fails, whatever the call. Unit: calls, at least 0. Default: 3. */
    same_tool_failure?: number;
    /** The same call brings the same result. Unit: calls, at least 0. Default: 2. */
    idempotent_no_progress?: number;
    [k: string]: unknown;
  };
  /** Repetitions after which the turn is ended. */
  hard_stop_after?: {
    /** The same call fails with the same error. Unit: calls, at least 0. Default: 5. */
    exact_failure?: number;
    /** The same tool fails, whatever the call. Unit: calls, at least 0. Default: 8. */
    same_tool_failure?: number;
    /** The same call brings the same result. Unit: calls, at least 0. Default: 5. */
    idempotent_no_progress?: number;
    [k: string]: unknown;
  };
  /** Most calls of some tools in one turn. */
  loop_caps?: {
    /** Searches of the web. Range: at least 0. Default: 50. */
    max_web_searches?: number;
    /** Subagents that are started. Range: at least 0. Default: 50. */
    max_subagents?: number;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Time limits. Time limits that belong to no other section. Further keys are possible. */
export interface TimeoutsSection {
  /** Tool calls. */
  tools?: {
    /** Calls that the model asked for at once, all of them together. Unit: s, at least 0. Default: 420. */
    concurrent_batch?: number;
    /** One call that is carried out on its own. Unit: s, at least 0. Default: 420. */
    sequential_call?: number;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Model aliases. Short names for `/model`: name to a model and where it runs. They go before all known model names. */
export interface ModelAliasesSection {
  /** One short name. */
  [k: string]: {
    /** Id of the model. */
    model?: string;
    /** Who serves it, as in `model.provider`. */
    provider?: string;
    /** Where the endpoint is, for `provider: custom`. */
    base_url?: string;
    /** Key, better as `${VAR}` with the value in .env. */
    api_key?: string;
    /** Name of the variable that holds the key. */
    key_env?: string;
    [k: string]: unknown;
  };
}

/** Model overrides. What is known better than by detection: provider to model id to facts. `_default` in place of a model id is for all models of the provider. */
export interface ModelOverridesSection {
  /** Models of one provider. */
  [k: string]: {
    /** What is known of one model. */
    [k: string]: {
      /** Context window of the model in tokens. Unit: tokens, at least 1. */
      context_window?: number;
      /** Whether it can call tools. */
      supports_tools?: boolean;
      /** Whether it takes images. */
      supports_vision?: boolean;
      /** Whether it thinks before it answers. */
      supports_reasoning?: boolean;
      /** Family whose known limits apply. */
      model_family?: string;
      [k: string]: unknown;
    };
  };
}

/** Model catalog. List of models and their limits that Hermes Agent fetches from the web. */
export interface ModelCatalogSection {
  /** Whether it is fetched. Without it the list that came with the program is used. Default: true. */
  enabled?: boolean;
  /** Where the list is. */
  url?: string;
  /** How long a fetched list is good. Unit: min, at least 0. Default: 20. */
  ttl_minutes?: number;
  /** Lists for single providers: name to a map with its `url`. Default: {}. */
  providers?: {
    /** Where the provider's list is. */
    [k: string]:
      | {
          /** Base URL with scheme and host. `${VAR}` takes it from .env or the environment. */
          url?: string;
          [k: string]: unknown;
        }
      | string;
  };
  [k: string]: unknown;
}

/** models.dev. Public list of models that Hermes Agent reads limits and prices from. */
export interface ModelsDevSection {
  /** Another place of that list, for machines without access to the public one. */
  url?: string;
  [k: string]: unknown;
}

/** Credential pools. How one of several keys of a provider is chosen: provider to a word. Default: {}. */
export interface CredentialPoolStrategiesSection {
  /** `fill_first` uses one key until it is exhausted, `round_robin` takes turns. Default: fill_first. */
  [k: string]: 'fill_first' | 'round_robin' | 'random' | 'least_used';
}

/** Local runtime. A llama.cpp that Hermes Agent itself looks after. Not needed beside `servers`. */
export interface LocalRuntimeSection {
  /** Whether it is used. Default: false. */
  enabled?: boolean;
  /** Build of llama.cpp to take; `auto` goes by the machine. Default: auto. */
  backend?: 'auto' | 'cuda' | 'metal' | 'vulkan' | 'hip' | 'cpu';
  /** Most models that are loaded at the same time. Range: at least 1. Default: 4. */
  models_max?: number;
  /** Port to listen on. 0: a free one. Range: at least 0, at most 65535. Default: 0. */
  port?: number;
  /**
   * Ports besides 8080 on which a llama-server that already runs is looked for. Default: [].
   *
   * Items: A port. Range: at least 1, at most 65535.
   */
  detect_ports?: number[];
  [k: string]: unknown;
}

/** OpenRouter. Settings for requests to OpenRouter. */
export interface OpenrouterSection {
  /** Let OpenRouter repeat an earlier answer to an identical request, free of charge. Default: true. */
  response_cache?: boolean;
  /** How long an answer is kept for that. Unit: s, at least 1, at most 86400. Default: 300. */
  response_cache_ttl?: number;
  /** Lowest score in programming of models that OpenRouter's automatic choice may take. Unit: share, at least 0, at most 1. Default: 0.65. */
  min_coding_score?: number;
  [k: string]: unknown;
}

/** Provider routing. OpenRouter: which of its providers serve a request. */
export interface ProviderRoutingSection {
  /** What is best: the cheapest, the most tokens per second, or the quickest first token. Default: price. */
  sort?: 'price' | 'throughput' | 'latency';
  /**
   * Only these providers.
   *
   * Items: One of them.
   */
  only?: (string | number)[];
  /**
   * Never these providers.
   *
   * Items: One of them.
   */
  ignore?: (string | number)[];
  /**
   * These first, in this order.
   *
   * Items: One of them.
   */
  order?: (string | number)[];
  /** Only providers that understand everything that a request asks for. Default: false. */
  require_parameters?: boolean;
  /** `deny` leaves out providers that may keep what is sent. Default: allow. */
  data_collection?: 'allow' | 'deny';
  /** The same settings for single models. */
  models?:
    | {
        [k: string]: unknown;
      }
    | unknown[];
  [k: string]: unknown;
}

/** Mixture of agents. Several models give advice and one answers. Choose it as a model with `provider: moa` and the name of a preset. */
export interface MoaSection {
  /** Preset that is used when none is named. */
  default_preset?: string;
  /** Preset that is in use now; empty: none. */
  active_preset?: string;
  /** Name to what makes up a preset. */
  presets?: {
    /** One preset. */
    [k: string]: {
      /** Whether the preset can be chosen by its name. Default: true. */
      enabled?: boolean;
      /**
       * Models that give advice.
       *
       * Items: One of them.
       */
      reference_models?: {
        /** Who serves it, as in `model.provider`; not `moa`. */
        provider?: string;
        /** Id of the model. */
        model?: string;
        /** Base URL with scheme and host. `${VAR}` takes it from .env or the environment. */
        base_url?: string;
        /** How much the model thinks before it answers; `none` switches it off. Not set: the model's own choice. */
        reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
        /** Largest answer. Unit: tokens, at least 1. */
        max_tokens?: number;
        /** Whether it is asked. Default: true. */
        enabled?: boolean;
        [k: string]: unknown;
      }[];
      /** Model that reads the advice, answers and calls the tools. */
      aggregator?: {
        /** Who serves it, as in `model.provider`; not `moa`. */
        provider?: string;
        /** Id of the model. */
        model?: string;
        /** Base URL with scheme and host. `${VAR}` takes it from .env or the environment. */
        base_url?: string;
        /** How much the model thinks before it answers; `none` switches it off. Not set: the model's own choice. */
        reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
        /** Largest answer. Unit: tokens, at least 1. */
        max_tokens?: number;
        /** Whether it is asked. Default: true. */
        enabled?: boolean;
        [k: string]: unknown;
      };
      /** When advice is asked for: once per message (`user_turn`), after every tool call (`per_iteration`), or every few (`every_n:3`). Default: user_turn. */
      fanout?:
        | string
        | {
            /** One of these words, without the number. */
            mode?: string;
            /** The number. Range: at least 1. */
            n?: number;
            [k: string]: unknown;
          };
      /** Whether the user is told that a model could not be asked. Default: loud. */
      degraded_reference_policy?: 'loud' | 'silent';
      /** Temperature of the models that give advice. Not set: the provider's own. Range: at least 0. */
      reference_temperature?: number;
      /** Temperature of the model that answers. Not set: the provider's own. Range: at least 0. */
      aggregator_temperature?: number;
      /** Time limit for one piece of advice. Not set: that of `auxiliary.moa_reference`. Unit: s, at least 0. */
      reference_timeout?: number;
      /** Longest piece of advice; less makes a turn quicker. Not set: no limit. Unit: tokens, at least 1. */
      reference_max_tokens?: number;
      /** Largest answer. Unit: tokens, at least 1. Default: 4096. */
      max_tokens?: number;
      [k: string]: unknown;
    };
  };
  /** Personal data in the advice: left as it is, hidden from view (`display`), or hidden from the answering model too (`full`). Default: "off". */
  privacy_filter?: 'off' | 'display' | 'full' | 'on' | 'true';
  /** Keep what was sent and answered in files, for looking at a preset's quality. Default: false. */
  save_traces?: boolean;
  /** Folder for these files. */
  trace_dir?: string;
  /** Whether the preset can be chosen by its name. Default: true. */
  enabled?: boolean;
  /**
   * Models that give advice; one preset may stand here instead of under `presets`.
   *
   * Items: One of them.
   */
  reference_models?: {
    /** Who serves it, as in `model.provider`; not `moa`. */
    provider?: string;
    /** Id of the model. */
    model?: string;
    /** Base URL with scheme and host. `${VAR}` takes it from .env or the environment. */
    base_url?: string;
    /** How much the model thinks before it answers; `none` switches it off. Not set: the model's own choice. */
    reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
    /** Largest answer. Unit: tokens, at least 1. */
    max_tokens?: number;
    /** Whether it is asked. Default: true. */
    enabled?: boolean;
    [k: string]: unknown;
  }[];
  /** Model that reads the advice, answers and calls the tools; one preset may stand here instead of under `presets`. */
  aggregator?: {
    /** Who serves it, as in `model.provider`; not `moa`. */
    provider?: string;
    /** Id of the model. */
    model?: string;
    /** Base URL with scheme and host. `${VAR}` takes it from .env or the environment. */
    base_url?: string;
    /** How much the model thinks before it answers; `none` switches it off. Not set: the model's own choice. */
    reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'ultra' | 'off' | 'false';
    /** Largest answer. Unit: tokens, at least 1. */
    max_tokens?: number;
    /** Whether it is asked. Default: true. */
    enabled?: boolean;
    [k: string]: unknown;
  };
  /** When advice is asked for: once per message (`user_turn`), after every tool call (`per_iteration`), or every few (`every_n:3`). Default: user_turn. */
  fanout?:
    | string
    | {
        /** One of these words, without the number. */
        mode?: string;
        /** The number. Range: at least 1. */
        n?: number;
        [k: string]: unknown;
      };
  /** Whether the user is told that a model could not be asked. Default: loud. */
  degraded_reference_policy?: 'loud' | 'silent';
  /** Temperature of the models that give advice. Not set: the provider's own. Range: at least 0. */
  reference_temperature?: number;
  /** Temperature of the model that answers. Not set: the provider's own. Range: at least 0. */
  aggregator_temperature?: number;
  /** Time limit for one piece of advice. Not set: that of `auxiliary.moa_reference`. Unit: s, at least 0. */
  reference_timeout?: number;
  /** Longest piece of advice; less makes a turn quicker. Not set: no limit. Unit: tokens, at least 1. */
  reference_max_tokens?: number;
  /** Largest answer. Unit: tokens, at least 1. Default: 4096. */
  max_tokens?: number;
  [k: string]: unknown;
}

/** AWS Bedrock. Models on AWS Bedrock. Only used with `model.provider: bedrock`; credentials come from AWS itself. */
export interface BedrockSection {
  /** AWS region. Empty: that of the environment, else us-east-1. */
  region?: string;
  /** Looking up which models there are. */
  discovery?: {
    /** Whether they are looked up. Default: true. */
    enabled?: boolean;
    /** Makers to show. Empty: all. Default: []. */
    provider_filter?: string[];
    /** How long the list is kept. Unit: s, at least 0. Default: 3600. */
    refresh_interval?: number;
    [k: string]: unknown;
  };
  /** A guardrail of Bedrock for all requests. */
  guardrail?: {
    /** Id of the guardrail. Empty: none. */
    guardrail_identifier?: string;
    /** Its version. */
    guardrail_version?: string | number;
    /** Whether text waits for the check or is shown beforehand. Default: async. */
    stream_processing_mode?: 'sync' | 'async';
    /** How much of the check is reported. Default: disabled. */
    trace?: 'enabled' | 'disabled' | 'enabled_full';
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Google Vertex AI. Gemini models on Google Cloud. The path of the credentials belongs in .env; further keys are allowed. */
export interface VertexSection {
  /** Id of the project. Empty: that of the credentials. */
  project_id?: string;
  /** Region. Newer preview models are only found in `global`. Default: global. */
  region?: string;
  [k: string]: unknown;
}

/** Nous portal. The connection to the Nous portal. Further keys are allowed. */
export interface NousSection {
  /** Longest time between two renewals of the sign-in; 0: never renewed. Unit: s, at least 0. Default: 900. */
  keepalive_interval_seconds?: number;
  /** Which interface carries Claude models: OpenAI chat, Anthropic messages, or chosen per session. Default: chat. */
  anthropic_wire?: 'chat' | 'native' | 'auto';
  /** Whether the free tier is used when no other provider is set up. Default: true. */
  guest?: boolean;
  [k: string]: unknown;
}

/** Honcho memory. The memory service Honcho. Most of its settings stand in ~/.honcho/config.json; these few can be set here. */
export interface HonchoSection {
  /** Whether it is used. */
  enabled?: boolean;
  /** Address of your own server. */
  base_url?: string;
  /** Workspace that holds the memory. */
  workspace?: string;
  /** Key; better `HONCHO_API_KEY` in .env. */
  api_key?: string;
  [k: string]: unknown;
}

/** Network. How connections are made. */
export interface NetworkSection {
  /** Whether only IPv4 is used. For networks where IPv6 hangs. Default: false. */
  force_ipv4?: boolean;
  [k: string]: unknown;
}

/** Egress proxy. A proxy for sandboxes: commands in them see stand-ins, and the real keys are put in on the way out. Set up with `hermes egress setup`; further keys are allowed. */
export interface ProxySection {
  /** Whether the proxy runs. Default: false. */
  enabled?: boolean;
  /** Port that sandboxes connect to. Range: at least 1, at most 65535. Default: 9090. */
  tunnel_port?: number;
  /** Whether the program is downloaded. Default: true. */
  auto_install?: boolean;
  /** Where the real keys come from. Default: env. */
  credential_source?: 'env' | 'bitwarden';
  /** Whether a Docker sandbox is refused while the proxy does not run. Otherwise it gets the real keys. Default: true. */
  enforce_on_docker?: boolean;
  /** Whether keys of the environment are used when Bitwarden gives none. Default: false. */
  allow_env_fallback?: boolean;
  /** Networks that sandboxes may not reach. Not set: this machine and private networks. Empty list: none. */
  upstream_deny_cidrs?: string[];
  /** Hosts that may be reached besides the known providers; `*.` is allowed. Default: []. */
  extra_allowed_hosts?: string[];
  [k: string]: unknown;
}

/** Secrets from elsewhere. Keys that are fetched from a password manager at the start, instead of standing in .env. */
export interface SecretsSection {
  /** Order of the sources. Of those that name single variables, the first wins; they win over whole projects. */
  sources?: string[];
  /** Bitwarden Secrets Manager: all secrets of one project. */
  bitwarden?: {
    /** Whether it is asked. Default: false. */
    enabled?: boolean;
    /** Variable that holds the access token, in .env. Default: BWS_ACCESS_TOKEN. */
    access_token_env?: string;
    /** Id of the project. */
    project_id?: string;
    /** Other server, for the EU or your own. Empty: the US cloud. */
    server_url?: string;
    /** How long fetched values are used again; 0: not at all. Unit: s, at least 0. Default: 300. */
    cache_ttl_seconds?: number;
    /** Last values for the time when the server cannot be reached. */
    encrypted_cache?: {
      /** Whether they are kept, encrypted. Default: false. */
      enabled?: boolean;
      /** How old they may be; 0: they are not used. Unit: s, at least 0. Default: 0. */
      max_stale_seconds?: number;
      [k: string]: unknown;
    };
    /** Whether fetched values win over the environment and .env. Default: true. */
    override_existing?: boolean;
    /** Whether the program `bws` is downloaded when it is missing. Default: true. */
    auto_install?: boolean;
    [k: string]: unknown;
  };
  /** 1Password: single secrets by reference. */
  onepassword?: {
    /** Whether it is asked. Default: false. */
    enabled?: boolean;
    /** Variable to the reference of its value. Default: {}. */
    env?: {
      /** Reference of the secret. */
      [k: string]: string;
    };
    /** Account to use. Empty: the usual one. */
    account?: string;
    /** Variable that holds the token of a service account, for machines without a screen. Default: OP_SERVICE_ACCOUNT_TOKEN. */
    service_account_token_env?: string;
    /** Path of the program `op`. Empty: looked up. */
    binary_path?: string;
    /** How long fetched values are used again; 0: not at all. Unit: s, at least 0. Default: 300. */
    cache_ttl_seconds?: number;
    /** Whether fetched values win over the environment and .env. Default: true. */
    override_existing?: boolean;
    [k: string]: unknown;
  };
  /** A command of your own that prints lines of the form KEY=VALUE. */
  command?: {
    /** Whether it is run. Default: false. */
    enabled?: boolean;
    /** The command. It must be fast and ask nothing. */
    command?: string;
    /** Time limit of the command. Unit: s, at least 0. Default: 3. */
    helper_timeout_seconds?: number;
    /** Whether its values win over the environment and .env. Default: false. */
    override_existing?: boolean;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Vault for web logins. Password managers from which the browser may fill in logins. The local vault is always on; further keys are allowed. */
export interface VaultSection {
  /** 1Password. */
  onepassword?: {
    /** Whether its logins can be used. Default: false. */
    enabled?: boolean;
    /** Account to use. Empty: the usual one. */
    account?: string;
    /** Path of the program `op`. Empty: looked up. */
    binary_path?: string;
    /** Variable that holds the token of a service account. Not set: you are asked. Default: OP_SERVICE_ACCOUNT_TOKEN. */
    service_account_token_env?: string;
    [k: string]: unknown;
  };
  /** Bitwarden, the password manager. */
  bitwarden?: {
    /** Whether its logins can be used. Run `bw login` once before. Default: false. */
    enabled?: boolean;
    /** Path of the program `bw`. Empty: looked up. */
    binary_path?: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Logins. How accounts are logged in to. */
export interface AuthSection {
  /** Whether logins of other programs on this machine are used, such as the one of Codex. Default: true. */
  adopt_external_logins?: boolean;
  /** How to log in to Codex: with a code, or in the browser. Default: device_code. */
  codex_login_flow?: 'device_code' | 'browser';
  [k: string]: unknown;
}

/** OAuth. Sign-ins of providers. Of this section only the name is known, so any key is allowed. */
export interface OauthSection {
  [k: string]: unknown;
}

/** Telemetry. Counts of what is used. Off unless you switch them on. */
export interface TelemetrySection {
  /** Counts without content. */
  shared_metrics?: {
    /** Whether they are collected, in the home folder. Default: false. */
    enabled?: boolean;
    /** Whether they are sent as well. Needs `enabled`. Default: false. */
    send?: boolean;
    /** Where they are sent. Default: "https://telemetry.nousresearch.com/v1/telemetry". */
    endpoint?: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** Monitoring. Health of the gateway, sent to a collector of your own (OpenTelemetry). No messages and no prompts. Off unless you switch it on. */
export interface MonitoringSection {
  /** Name of this installation in the data. Empty: one is made up. */
  install_id?: string;
  /** What is sent. */
  gateway_health_export?: {
    /** Whether anything is. Default: false. */
    enabled?: boolean;
    /** Whether numbers are sent. Default: true. */
    metrics_enabled?: boolean;
    /** Whether events such as a lost connection are sent. Default: true. */
    diagnostic_events_enabled?: boolean;
    /** Whether warnings and errors are sent. Default: true. */
    warning_error_events_enabled?: boolean;
    /** How often numbers are sent. Unit: s, at least 0. Default: 60. */
    export_interval_seconds?: number;
    /** How often events are sent. Unit: s, at least 0. Default: 5. */
    logs_export_interval_seconds?: number;
    /** Attributes of this service in the data. Default: {service.name: hermes-gateway, deployment.environment.name: production}. */
    resource_attributes?: {
      /** Value of the attribute. */
      [k: string]: string | number | boolean;
    };
    [k: string]: unknown;
  };
  /** Where it is sent. */
  export?: {
    /** The collector. */
    otlp?: {
      /** Whether it is used. Default: false. */
      enabled?: boolean;
      /** Its address. */
      endpoint?: string;
      /** HTTP headers: name to the name of the variable that holds the value. Default: {}. */
      headers_env?: {
        /** Name of a variable, not the value itself. */
        [k: string]: string;
      };
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  [k: string]: unknown;
}

/** First steps. Hints for newcomers. Written by the program. */
export interface OnboardingSection {
  /** Hints that were shown already. Remove one to see it again. Default: {}. */
  seen?: {
    /** Whether, or when, it was shown. */
    [k: string]: boolean | string | number;
  };
  /** Whether the first message of a chat offers to set up a profile of you. Default: ask. */
  profile_build?: 'ask' | 'off';
  [k: string]: unknown;
}

/** Updates. What `hermes update` of Hermes Agent does. */
export interface UpdatesSection {
  /** Whether the start looks for a new version. Default: true. */
  check?: boolean;
  /** What is saved before an update: `quick` the small important files, `full` the whole home folder. `true` means `full`. Default: quick. */
  pre_update_backup?: 'quick' | 'full' | 'off' | true;
  /** How many full backups are kept. Unit: backups, at least 0. Default: 5. */
  backup_keep?: number;
  /** What happens to changes of the source code when nobody can be asked: put aside and brought back, or dropped. Default: stash. */
  non_interactive_local_changes?: 'stash' | 'discard';
  /** Whether an update leaves another branch that the source code is on, when nothing is uncommitted. Default: true. */
  auto_switch_parked_branch?: boolean;
  /** Whether it goes to the branch of the update, or merges the update into the present one. Default: switch. */
  parked_branch_strategy?: 'switch' | 'update_in_place';
  /** Whether an installed driver for computer use is updated too (macOS). Default: true. */
  refresh_cua_driver?: boolean;
  [k: string]: unknown;
}

/** Update. Seen in the documentation beside `updates`, which holds the settings. Any key is allowed. */
export interface UpdateSection {
  [k: string]: unknown;
}

/** Smart model routing. Older versions: short and simple messages go to a cheaper model. */
export interface SmartModelRoutingSection {
  /** Whether they do. Default: false. */
  enabled?: boolean;
  /** Longest message that counts as simple. Unit: characters, at least 0. */
  max_simple_chars?: number;
  /** Longest message that counts as simple. Unit: words, at least 0. */
  max_simple_words?: number;
  /** The cheaper model: a map of `provider`, `model` and where it runs. Default: {}. */
  cheap_model?: {
    /** Who serves it, as in `model.provider`. */
    provider?: string;
    /** Id of the model. */
    model?: string;
    /** Base URL with scheme and host. `${VAR}` takes it from .env or the environment. */
    base_url?: string;
    /** Name of the variable that holds the key. */
    key_env?: string;
    /** Key, better as `${VAR}`. */
    api_key?: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
