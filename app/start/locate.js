// Tells the page at which path the console is installed. The addresses in index.html are relative,
// but the server answers with index.html below that path too. This script stands before all of them
// in the page, so that none is fetched from a wrong place.
{
  const base = document.createElement('base');
  // Pages lie directly in the console's folder, and only those that end in /new one level deeper. A
  // test of app/src/routes.rs checks this.
  const path = location.pathname.replace(/[^/]+\/new\/*$/, '').replace(/[^/]*$/, '');
  base.href = location.origin + path;
  document.head.append(base);

  // An unknown address may lie deeper. The console starts there all the same, to say that there is
  // no such page: climb until its files are found.
  const climb = async (script) => {
    const parent = new URL('..', base.href).href;
    if (parent === base.href) return;
    base.href = parent;
    for (const link of document.querySelectorAll('link[href]')) link.href = link.getAttribute('href');
    await import(new URL(script.getAttribute('src'), parent)).catch(() => climb(script));
  };
  const onError = ({ target }) => {
    if (target instanceof HTMLScriptElement && target.type === 'module') void climb(target);
  };
  addEventListener('error', onError, { capture: true });
}
