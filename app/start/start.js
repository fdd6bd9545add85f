// Starts the console. The build puts the names of the built files in.
import init from './app.js';

// Everything is found beside this file, whatever the address of the page is.
const base = document.querySelector('base') ?? document.head.appendChild(document.createElement('base'));
base.href = new URL('.', import.meta.url).href;

// Leptos makes elements without behavior from markup that was written at compile time. With trusted
// types the browser asks this policy about all markup, and no script can come from text at all.
const withBehavior = /<\s*\/?\s*(?:script|iframe|object|embed|base|link|meta|style)\b|[\s/"']on\w+\s*=|javascript:/i;
globalThis.trustedTypes?.createPolicy('default', {
  createHTML(html) {
    if (withBehavior.test(html)) throw new TypeError('Markup with behavior is not allowed.');
    return html;
  },
});

await init({ module_or_path: new URL('./app_bg.wasm', import.meta.url) });
