// Explains why the console does not start: index.html has a text for each reason. It runs before
// the console, which removes the texts when it starts, and also in browsers that are too old for
// anything else here.
(function () {
  var startup = document.getElementById('startup');

  function explain(problem) {
    // Absent once the console has started. The first problem is the cause of others.
    if (!document.getElementById('startup') || startup.hasAttribute('data-problem')) return;
    startup.setAttribute('data-problem', problem);
    var texts = startup.querySelectorAll('[data-reason]');
    for (var index = 0; index < texts.length; index += 1) {
      texts[index].hidden = texts[index].getAttribute('data-reason') !== problem;
    }
  }

  // A function that returns a vector: the build uses SIMD (.cargo/config.toml).
  var simd = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ];

  function isTooOld() {
    return (
      !WebAssembly.validate(new Uint8Array(simd)) ||
      // What has no fallback, with the last browser to get it: light-dark() for all colors, popovers
      // for all menus, AbortSignal.any for all requests.
      !CSS.supports('color', 'light-dark(red, blue)') ||
      !CSS.supports('selector(:popover-open)') ||
      !('showPopover' in HTMLElement.prototype) ||
      !('any' in AbortSignal)
    );
  }

  if (typeof WebAssembly !== 'object') {
    explain('no-wasm');
  } else {
    var tooOld = true;
    try {
      tooOld = isTooOld();
    } catch (error) {
      // It does not even know what is asked here.
    }
    if (tooOld) explain('too-old');
  }

  // A file that is missing, truncated or of the wrong kind.
  addEventListener('unhandledrejection', function () {
    explain('files');
  });
  addEventListener(
    'error',
    function (event) {
      var isScript = event.target instanceof HTMLScriptElement;
      // locate.js may still find the file elsewhere.
      if (isScript) setTimeout(explain, 3000, 'files');
      else if (event.target === window) explain('files');
    },
    true,
  );
})();
