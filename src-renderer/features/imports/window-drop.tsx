import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { carriesFiles } from '#renderer/lib/drop-guard.ts';
import { offerFile } from '#renderer/lib/incoming-file.ts';
import { useRight } from '#renderer/lib/session.tsx';
import classes from './imports.module.css';

const TABLE = /\.(xlsx|csv|txt|tsv)$/i;

/** Somebody writes in a dialog: what is dropped then would take the page from under it. */
function inDialog(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null;
}

/** A table that is dropped anywhere on the window goes to the import screen; a place of its own for files takes them first. */
export function WindowDrop() {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  const mayImport = useRight('imports.run') !== undefined;
  const [over, setOver] = useState(false);

  useEffect(() => {
    if (!mayImport) return;
    // places inside of the page were asked before, for the event comes up from them
    const wanted = (event: DragEvent): boolean => !event.defaultPrevented && carriesFiles(event.dataTransfer) && !inDialog();
    const onOver = (event: DragEvent): void => {
      const mine = wanted(event);
      setOver(mine);
      if (!mine) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (!wanted(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      const [file] = files;
      if (files.length !== 1 || !file || !TABLE.test(file.name)) {
        notifications.show({ message: t('drop.other'), color: 'red' });
        return;
      }
      offerFile(file);
      void navigate({ to: '/students/import', search: {} });
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, [mayImport, navigate, t]);

  if (!over) return null;
  return (
    <div className={classes.windowDrop} aria-hidden="true">
      <span>{t('drop.window')}</span>
    </div>
  );
}
