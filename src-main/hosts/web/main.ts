import { enableCompileCache, flushCompileCache, getCompileCacheDir } from 'node:module';
import { codeCacheFolder } from '../folders.ts';

/** The entry of the web host: the compiled program is kept on disk, which takes a tenth off every later start. */

/** The first page is painted by then, and writing the cache is in nobody's way. */
const SETTLED_MS = 2_000;

enableCompileCache(codeCacheFolder());
// Threads look here for it.
process.env.NODE_COMPILE_CACHE ??= getCompileCacheDir();
// Whatever is imported before the cache is on would be compiled anew each time.
const { serve } = await import('./program.ts');
await serve(process.argv.slice(2));
// A program that is killed, as PCs are switched off, has kept it all the same.
setTimeout(flushCompileCache, SETTLED_MS).unref();
