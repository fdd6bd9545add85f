/** Signs this tab in to the console that the mock serves, and opens it. */
import { call, worldPath } from './api.js';

const asked = new URLSearchParams(location.hash.slice(1));

try {
  const path = worldPath(asked.get('world') ?? 'default', 'accounts', asked.get('username') ?? '', 'token');
  const { session_storage: entries } = await call('POST', path, {});
  for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value);
  location.replace('../');
} catch (error) {
  document.getElementById('alert').textContent = error.message;
}
