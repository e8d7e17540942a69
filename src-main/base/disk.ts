/** What hosts need of the files below without the database itself: a light import, so that `desk --help` stays quick. */
export { writeFileAtomic } from '#main/db/files.ts';
export { FOLDER_IN_USE_EXIT } from '#main/db/owner.ts';
