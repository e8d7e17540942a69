import { normalisePhone } from '#shared/rules/phones.ts';
import typed from './typed-words.json' with { type: 'json' };

/** What stands before a name or a number in something that was pasted. */
const LABELS = new RegExp(typed.labels, 'gi');

/** A number with the blanks and dashes that people write in it; full width digits too. */
const NUMBER = /(?:[+＋]?\s*[8８][6６]\s*)?[0-9０-９](?:[\s\-－—]*[0-9０-９]){6,11}/;

/** `张三 13812345678` → name and phone; null when it is not both. For what is pasted into the name of a form. */
export function splitPerson(text: string): { name: string; phone: string } | null {
  const found = NUMBER.exec(text);
  if (!found) return null;
  const phone = normalisePhone(found[0]);
  const name = (text.slice(0, found.index) + text.slice(found.index + found[0].length))
    .replace(LABELS, ' ')
    .replace(/[,，、;；:：|/()（）\t\r\n]+/g, ' ')
    .trim()
    .replace(/\s{2,}/g, ' ');
  return phone && name !== '' ? { name, phone } : null;
}
