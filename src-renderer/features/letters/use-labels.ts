import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orpc } from '#renderer/lib/orpc.ts';

/** The names of the variables: those of both languages are understood, those of the screen are offered. */
export function useLabels() {
  const zh = useQuery(orpc.letters.variables.queryOptions({ input: { lang: 'zh-CN' } }));
  const en = useQuery(orpc.letters.variables.queryOptions({ input: { lang: 'en' } }));
  return useMemo(() => {
    if (!zh.data || !en.data) return { labels: undefined, samples: new Map<string, string>(), of: { 'zh-CN': [], en: [] } };
    const all = [...zh.data, ...en.data];
    return {
      labels: new Set(all.map(({ label }) => label)),
      samples: new Map(all.map(({ label, sample }) => [label, sample])),
      of: { 'zh-CN': zh.data.map(({ label }) => label), en: en.data.map(({ label }) => label) },
    };
  }, [zh.data, en.data]);
}
