/** The public face of letters: other slices import only this file and tables.ts. */
export {
  createLetter,
  deliverLetter,
  dropLetter,
  isCopyNoted,
  issueLetter,
  letterPage,
  listLetters,
  notePrint,
  phrasesFor,
  saveLetter,
  subscribeLetters,
} from './letters.ts';
export { allLabels, shipped } from './shipped.ts';
export { listTemplates, removeTemplate, resetTemplate, saveTemplate, templateVersions } from './templates.ts';
export { valuesOf } from './values.ts';
