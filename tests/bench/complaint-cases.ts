import { createRandom } from '#main/demo/random.ts';
import type { Client } from '#main/demo/world.ts';
import { ftsQuery } from '#shared/rules/search-text.ts';
import type { Bare } from './bare.ts';
import type { Pair } from './measure.ts';
import type { Desk, ReadCase } from './reads.ts';

/** The words of a complaint and of its log as the list searches them. */
const SAMPLE = 500;
/** Words that are tried; more would only take longer. */
const TRIED = 120;
/** The share of complaints in which the looked-for word stands. */
const SHARE = 0.01;

/** The word of two ideographs that stands in a share of all complaints nearest to `SHARE`. */
function wordOf(desk: Desk, complaints: number): { word: string; hits: number } {
  const { db } = desk.core.services;
  const texts = db.all<{ words: string }>(
    `SELECT words FROM (SELECT words FROM complaints ORDER BY id DESC LIMIT ${SAMPLE}) UNION ALL
     SELECT words FROM (SELECT words FROM complaint_entries WHERE words <> '' ORDER BY id DESC LIMIT ${SAMPLE})`,
  );
  const words = new Set(
    texts.flatMap(({ words }) => [...words.matchAll(/\p{Script=Han}(?=(\p{Script=Han}))/gu)].map((hit) => `${hit[0]}${hit[1]}`)),
  );
  let best = { word: '', hits: 0 };
  const step = Math.max(1, Math.floor(words.size / TRIED));
  for (const word of [...words].filter((_, index) => index % step === 0)) {
    const query = ftsQuery(word);
    const hits =
      db.get<{ n: number }>('SELECT count(*) AS n FROM search_complaints WHERE search_complaints MATCH ?', [query ?? ''])?.n ?? 0;
    if (Math.abs(hits / complaints - SHARE) < Math.abs(best.hits / complaints - SHARE)) best = { word, hits };
  }
  return best;
}

/** The list's search, a page of the list far down, and the page of one complaint. */
export async function complaintCases(desk: Desk, list: Bare, page: Bare, manager: Client, seed: number): Promise<ReadCase[]> {
  const { db } = desk.core.services;
  const complaints = db.get<{ n: number }>('SELECT count(*) AS n FROM complaints')?.n ?? 0;
  const entries = db.get<{ n: number }>('SELECT count(*) AS n FROM complaint_entries')?.n ?? 0;
  const { word } = wordOf(desk, complaints);
  const query = ftsQuery(word) ?? '';
  const found = await manager.complaints.list({ view: 'all', text: word });
  const right = Number(list.all('found_slowly', { word })[0]?.n);
  if (found.total !== right) throw new Error(`the list finds ${found.total} complaints with the word, there are ${right}`);

  const random = createRandom(seed + 1);
  const ids = db.all<{ id: string; at: number }>('SELECT id, received_at AS at FROM complaints ORDER BY received_at DESC, id DESC');
  const middle = ids[Math.floor(ids.length / 2)] ?? { id: '', at: 0 };
  const cursor = Buffer.from(JSON.stringify([middle.at, middle.id])).toString('base64url');
  const opened = Array.from({ length: 25 }, () => random.pick(ids).id).map((id): Pair => {
    const names = [
      'head',
      'students',
      'packs',
      'about',
      'complainant',
      'entries',
      'states',
      'clocks',
      'clock_events',
      'escalations',
      'rectifications',
      'visit',
      'promises',
      'further',
      'links',
      'merged',
    ];
    return { product: () => manager.complaints.get({ id }), bare: () => names.map((name) => page.all(name, { id })) };
  });
  const share = ((found.total / complaints) * 100).toFixed(1);
  return [
    {
      name: `list: a word of two characters in ${share} % of ${complaints.toLocaleString('en')} complaints, ${entries.toLocaleString('en')} log entries`,
      pairs: [
        {
          product: () => manager.complaints.list({ view: 'all', text: word }),
          bare: () => [list.all('found', { query }), list.all('found_people', { query })],
        },
      ],
      p95: 50,
    },
    {
      name: 'list: 50 rows from the middle',
      pairs: [
        {
          product: () => manager.complaints.list({ view: 'all', sort: 'received', limit: 50, cursor }),
          bare: () => [list.all('middle', middle), list.all('everything')],
        },
      ],
    },
    { name: 'open a complaint', pairs: opened },
  ];
}
