import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { client, inDesktop } from '#renderer/lib/client.ts';
import { onNotice } from '#renderer/lib/live.ts';
import { SCHEME_NOTICE, scheme } from '#shared/contract/program.ts';

/** The window around the page shows the colours of the page, and the page those that the window's menu chose. */
export function useWindowScheme(): void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (!inDesktop) return;
    // the window keeps its old colours until the next choice, which harms nobody
    client.program.setScheme({ scheme: colorScheme }).catch(() => undefined);
  }, [colorScheme]);
  useEffect(() => {
    if (!inDesktop) return;
    return onNotice(({ code, data }) => {
      const chosen = code === SCHEME_NOTICE ? scheme.safeParse(data?.scheme) : undefined;
      if (chosen?.success) setColorScheme(chosen.data);
    });
  }, [setColorScheme]);
}
