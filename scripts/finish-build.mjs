/**
 * Trunk runs this after each build, on its staging folder. It makes index.html independent of the
 * path that it is served at, and of everything that a strict content security policy forbids:
 *
 * - the inlined style sheets become one file;
 * - a module of its own starts the app;
 * - the page carries the policy itself. Servers send a stricter one (docs/DEPLOY.md).
 *
 * A release build is also compressed, so that no server has to do that for each request.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as zlib from 'node:zlib';

const folder = process.env.TRUNK_STAGING_DIR;
const root = join(import.meta.dirname, '..');
const isRelease = process.env.TRUNK_PROFILE === 'release';

const read = (name) => readFileSync(join(folder, name), 'utf8');
const write = (name, text) => writeFileSync(join(folder, name), text);

/** The name of a file with a hash of its content in it, as Trunk writes them. */
function hashedName(name, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return name.replace(/(\.\w+)$/, `-${hash}$1`);
}

/** Writes a file whose name contains a hash, and returns the name. */
function writeHashed(name, text) {
  const hashed = hashedName(name, text);
  write(hashed, text);
  return hashed;
}

/** The only file whose name matches. */
function find(pattern) {
  const found = readdirSync(folder).filter((name) => pattern.test(name));
  if (found.length !== 1) throw new Error(`Expected one file ${pattern}, found ${found.join(', ') || 'none'}`);
  return found[0];
}

/**
 * What the page allows itself wherever it is installed. A header cannot relax it, so it leaves open
 * what config.json decides: where the API is. The console narrows that down once it knows.
 */
function policy(html) {
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => `'sha256-${sha256(text)}'`);
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${inline.join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self' https: http:",
    "base-uri 'self'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

const sha256 = (text) => createHash('sha256').update(text).digest('base64');

/** The recipes send the hash of the inline script in a header, where nothing else would notice. */
function expectHashInRecipes(html) {
  const hash = /'sha256-[^']+'/.exec(policy(html))[0];
  for (const file of ['nginx/headers.conf', 'caddy/headers.caddy', 'apache/files.conf']) {
    if (readFileSync(join(root, 'deploy', file), 'utf8').includes(hash)) continue;
    throw new Error(`app/start/locate.js has changed. Put its hash into deploy/${file}: ${hash}`);
  }
}

/** The version in Cargo.toml, and the commit if this is a clone. */
function version() {
  const [, version] = /^version = "(.+)"$/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'));
  const commit = process.env.BUILD_COMMIT || git('rev-parse', '--short=12', 'HEAD');
  return { version, commit: commit || null };
}

function git(...args) {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

function compress(name) {
  const file = join(folder, name);
  const content = readFileSync(file);
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${file}.br`, zlib.brotliCompressSync(content, { params }));
  writeFileSync(`${file}.gz`, zlib.gzipSync(content, { level: 9 }));
  // Node.js 20 has no zstd. Servers do without these files, so only a release needs them.
  const zstd = spawnSync('zstd', ['--quiet', '--force', '--ultra', '-22', file, '-o', `${file}.zst`]);
  if (zstd.status !== 0 && process.env.BUILD_COMMIT) throw new Error('A release needs zstd.');
}

/** The lines of a script that are no comments. */
const withoutComments = (script) => script.replaceAll(/^\s*(?:\/\/.*)?\n/gm, '');

function replaceOnce(text, pattern, replacement) {
  if (!pattern.test(text)) throw new Error(`index.html has no ${pattern}`);
  return text.replace(pattern, () => replacement);
}

let html = read('index.html');

const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text]) => text);
const style = writeHashed('style.css', styles.join('\n'));
html = html.replaceAll(/\s*<style>[\s\S]*?<\/style>/g, '');

const script = find(/^app-[0-9a-f]+\.js$/);
const wasm = find(/^app-[0-9a-f]+_bg\.wasm$/);
const source = withoutComments(readFileSync(join(root, 'app/start/start.js'), 'utf8'));
const start = writeHashed('start.js', source.replace('./app.js', `./${script}`).replace('./app_bg.wasm', `./${wasm}`));

const check = writeHashed('check.js', withoutComments(readFileSync(join(root, 'app/start/check.js'), 'utf8')));

const current = version();
write('version.json', `${JSON.stringify(current)}\n`);

// When it serves the page, Trunk writes an address into its reload script, so the hash of that
// script is not known before.
const isServed = html.includes('__TRUNK_ADDRESS__');
const locate = `<script>${withoutComments(readFileSync(join(root, 'app/start/locate.js'), 'utf8'))}</script>`;
expectHashInRecipes(locate);
const meta = isServed ? '' : `<meta http-equiv="Content-Security-Policy" content="${policy(html + locate)}">`;
const charset = '<meta charset="utf-8">';
html = replaceOnce(html, /<meta charset=[^>]*>/, charset + meta + locate);

const links = [
  `<meta name="version" content="${current.version}">`,
  `<meta name="commit" content="${current.commit ?? ''}">`,
  `<link rel="stylesheet" href="./${style}">`,
  `<link rel="modulepreload" href="./${script}" crossorigin>`,
  `<link rel="preload" href="./${wasm}" as="fetch" type="application/wasm" crossorigin>`,
  `<script defer src="./${check}"></script>`,
  `<script type="module" src="./${start}"></script>`,
];
html = replaceOnce(html, /<script src="?START"?><\/script>/, links.join(''));
write('index.html', html);

if (isRelease) {
  // config.json is edited in place, which would leave a compressed copy behind.
  const files = readdirSync(folder).filter((name) => /\.(html|js|css|wasm|svg)$/.test(name));
  for (const name of files) compress(name);
}
