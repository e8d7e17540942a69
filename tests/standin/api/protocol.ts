import type { CustomScheme } from 'electron';
import { needReady, onlyBeforeReady } from '../life.ts';
import { handlers, registerSchemes, type SchemeHandler } from '../schemes.ts';
import { strict } from '../strict.ts';

/** The program's own schemes and who answers them. */
export const protocol = strict(
  {
    registerSchemesAsPrivileged(list: CustomScheme[]): void {
      onlyBeforeReady('protocol.registerSchemesAsPrivileged should be called before app is ready');
      registerSchemes(list);
    },
    handle(scheme: string, handler: SchemeHandler): void {
      needReady('protocol module can only be used after app is ready');
      if (typeof handler !== 'function') throw new TypeError('handler must be a function');
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      handlers.set(scheme, handler);
    },
    unhandle(scheme: string): void {
      if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
    },
    isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
  },
  'protocol',
);
