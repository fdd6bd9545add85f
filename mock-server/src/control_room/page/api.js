/** A client of the control API. All addresses are relative to the page, below any base path. */

/** Calls the control API and returns the JSON that it sends. Throws the message of a refusal. */
export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  } catch {
    throw new Error('The mock does not respond. Is it still running?');
  }
  const text = await response.text();
  if (!response.ok) throw Object.assign(new Error(messageOf(text)), { httpStatus: response.status });
  return text === '' ? undefined : JSON.parse(text);
}

/** The path of a world, or of what is below it. Names from people are encoded. */
export function worldPath(world, ...names) {
  return ['worlds', world, ...names].map(encodeURIComponent).join('/');
}

function messageOf(text) {
  try {
    return JSON.parse(text).msg ?? text;
  } catch {
    return text;
  }
}
