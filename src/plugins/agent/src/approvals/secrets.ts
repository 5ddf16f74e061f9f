import { mayBoth } from './shell/glob.ts';

/**
 * Files that hold keys, passwords or what people typed, as ends of paths; with a slash at the end, folders of which
 * everything counts. Capitals do not matter.
 */
const SECRETS: readonly string[] = [
  ...['.env', '.env.*', '*.env', '.envrc', '.netrc', '_netrc', '.pgpass', '.my.cnf', '.npmrc', '.pypirc', '.htpasswd'],
  ...['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore'],
  ...['*.kdbx', '*.ppk', '*.asc', '*.gpg', '.git-credentials', '.vault-token', '.boto', '.s3cfg', '.pgp', 'token'],
  ...['auth.json', 'credentials', 'credentials.json', 'service-account*.json', 'client_secret*.json', 'kubeconfig'],
  ...['secrets.json', 'secrets.yaml', 'secrets.yml', 'secrets.toml', 'secrets.env', 'secret.json', 'secret.yaml'],
  ...['.*_history', '.lesshst', 'wallet.dat', '.docker/config.json', '.git/config', '.config/hub', 'shadow', 'gshadow'],
  ...['shadow-', 'gshadow-', 'sudoers', 'proc/*/environ', 'proc/*/mem', 'proc/*/maps', 'proc/*/fd/*', 'proc/kcore'],
  ...[
    '.ssh/',
    '.aws/',
    '.gnupg/',
    '.kube/',
    '.azure/',
    '.config/gh/',
    '.config/gcloud/',
    '.password-store/',
    'keyrings/',
  ],
  ...[
    '.env~',
    '.*.env',
    '..env.sw?',
    '.env-*',
    '.dev.vars',
    '.dev.vars.*',
    '.flaskenv',
    '.secrets',
    'secrets/',
    '.secrets/',
  ],
  ...['*.tfvars', '*.tfvars.json', '*.tfstate'],
  ...['.gitconfig', '.config/git/config', '.cargo/credentials*', 'credentials.tfrc.json', 'rclone.conf'],
  ...[
    '.m2/settings*.xml',
    '.gradle/gradle.properties',
    'stored_tokens',
    'github-copilot/',
    '.claude/.credentials.json',
  ],
  ...['.claude.json', 'oauth_creds.json', '.config/op/', 'sops/age/keys.txt', 'kaggle.json', '.databrickscfg', '.oci/'],
  ...[
    '.dockercfg',
    '.Xauthority',
    '.ICEauthority',
    'logins.json',
    'key[34].db',
    'run/secrets/',
    'wireguard/',
    'pip.conf',
  ],
  ...['.mcp.json', 'glab-cli/', '.snowflake/', '.netlify/', '.dbt/profiles.yml', '.gem/credentials'],
  ...['.git/modules/*/config', '.git/worktrees/*/config', 'cookies.sqlite', 'Login Data', 'Cookies', 'Local State'],
  ...[
    '.config/microsoft-edge/',
    '.config/BraveSoftware/',
    '.thunderbird/',
    'Application Support/Google/',
    'Keychains/',
  ],
  ...['Application Support/Firefox/', 'Application Support/BraveSoftware/', 'Application Support/Microsoft Edge/'],
  ...['.viminfo', '.wgetrc', '.pnpmrc', '.bundle/config', 'jupyter_server_config.json'],
  ...['.mozilla/', '.config/google-chrome/', '.config/chromium/', 'etc/ssl/private/', 'proc/*/root/', 'proc/*/cwd/'],
];

/** Copies and further ones of the above; of patterns, only what they match counts. */
const VARIANT =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)\W?.*|deploy_key.*|.*\.tfstate\..*|.*\.(?:pem|key)[.~_-]?(?:bak|old|orig|save|copy|\d)?~?)$/i;

/** Look like the above and are made to be shown. */
const PUBLIC = /^(?:.*\.pub|known_hosts|\.env\.(?:example|sample|template|dist))$/;

/**
 * Whether an absolute path is that of a file with secrets; of a pattern (`*`, `?`, `[...]` in it), whether it may match
 * one. Symbolic links are the caller's business.
 */
export function isSecret(path: string): boolean {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (PUBLIC.test(names.at(-1) ?? '')) return false;
  return VARIANT.test(names.at(-1) ?? '') || SECRETS.some((secret) => matches(names, secret));
}

function matches(names: readonly string[], secret: string): boolean {
  const folder = secret.endsWith('/');
  const wanted = secret.split('/').filter((name) => name !== '');
  const last = names.length - wanted.length;
  for (let from = folder ? 0 : last; from >= 0 && from <= last; from += 1)
    if (wanted.every((name, index) => mayBoth(names[from + index] ?? '', name))) return true;
  return false;
}
