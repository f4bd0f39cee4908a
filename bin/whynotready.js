#!/usr/bin/env node
// Plain old JavaScript: it has to run far enough on any Node to say that the Node is too old.
/* oxlint-disable no-var, unicorn/prefer-string-slice */
(function () {
  var found = process.versions.node.split('.');
  var major = Number(found[0]);
  if (major < 22 || (major === 22 && Number(found[1]) < 15)) {
    console.error(
      'whynotready needs Node 22.15 or newer; this is ' +
        process.version +
        '. Install a newer one (https://nodejs.org), or run: npx -p node@24 -p whynotready whynotready',
    );
    process.exitCode = 2;
    return;
  }
  cacheCompiledCode();
  import('../dist/cli.js').catch(function (error) {
    if (!error || error.code !== 'ERR_MODULE_NOT_FOUND' || !/dist.cli\.js/.test(error.message)) throw error;
    console.error('whynotready is not built. In its repository, run: npm run build');
    process.exitCode = 2;
  });

  // In the user's own folder: compiled code in a shared /tmp could be another user's.
  function cacheCompiledCode() {
    try {
      var os = process.getBuiltinModule('node:os');
      var path = process.getBuiltinModule('node:path');
      var base = process.env.XDG_CACHE_HOME || path.join(os.userInfo().homedir, '.cache');
      process.getBuiltinModule('node:module').enableCompileCache(path.join(base, 'whynotready', 'compiled'));
    } catch {
      // No home: it starts a little slower.
    }
  }
})();
