import { Button } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './imports.module.css';

/** A file is dropped or chosen here. What kind it really is the core finds out by itself. */
export function DropZone({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const { t } = useTranslation('imports');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState(false);
  function take(files: FileList | null | undefined): void {
    const file = files?.[0];
    const one = files?.length === 1 && file !== undefined;
    setWrong(!one);
    if (one) onFile(file);
  }
  function onDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    if (!busy) take(event.dataTransfer.files);
  }
  return (
    <section
      className={classes.drop}
      data-over={over || undefined}
      aria-label={t('drop.title')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <IconFileSpreadsheet size={36} stroke={1.3} aria-hidden="true" />
      <p className="strong">{t('drop.title')}</p>
      <p className="s13 tx-3">{t('drop.text')}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv,.txt,.tsv"
        aria-label={t('drop.choose')}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Button loading={busy} onClick={() => input.current?.click()} mt={4}>
        {t('drop.choose')}
      </Button>
      {wrong ? (
        <p className="tx-red s13" role="alert">
          {t('drop.wrong')}
        </p>
      ) : null}
    </section>
  );
}
