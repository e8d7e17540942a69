import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconArrowLeft, IconCircleCheckFilled, IconDownload, IconPlayerStop, IconRotate2, IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { SaveButton } from '#renderer/components/form.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { download } from '#renderer/lib/download.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { takeFile, useWaitingFile } from '#renderer/lib/incoming-file.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import type { ImportView } from '#shared/contract/imports.ts';
import { DropZone } from './drop-zone.tsx';
import { Earlier, UndoImport } from './earlier.tsx';
import classes from './imports.module.css';
import { ErrorSheetButton, type Policy, Preview } from './preview.tsx';

/** 导入学员: a file, what it would do, then all of it or nothing. */
export function ImportPage() {
  const { id } = useSearch({ from: '/students/import' });
  return id ? <OneImport key={id} id={id} /> : <Begin />;
}

function useBack() {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  return (
    <ActionIcon size={32} aria-label={t('back')} onClick={() => void navigate({ to: '/students' })}>
      <IconArrowLeft size={17} />
    </ActionIcon>
  );
}

function Begin() {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  const back = useBack();
  const preview = useMutation(
    orpc.imports.preview.mutationOptions({ onSuccess: ({ id }) => void navigate({ to: '/students/import', search: { id } }) }),
  );
  const waiting = useWaitingFile();
  const { mutate } = preview;
  useEffect(() => {
    if (!waiting) return;
    takeFile();
    mutate({ file: waiting });
  }, [waiting, mutate]);
  const template = useMutation(
    orpc.imports.template.mutationOptions({
      onSuccess: ({ file }) => download(file),
      onError: (error) => notifyFailure(error, { reading: true }),
    }),
  );
  return (
    <div className="page">
      <PageHead
        title={t('title')}
        before={back}
        actions={
          <Button
            variant="default"
            leftSection={<IconDownload size={15} />}
            loading={template.isPending}
            onClick={() => template.mutate({ lang: currentLang() })}
          >
            {t('template')}
          </Button>
        }
      />
      <div className="scroll">
        {preview.isError ? <FailurePanel error={preview.error} inline reading /> : null}
        <DropZone busy={preview.isPending} onFile={(file) => preview.mutate({ file })} />
        <div className="pad">
          <Earlier />
        </div>
      </div>
    </div>
  );
}

function OneImport({ id }: { id: string }) {
  const query = useQuery(orpc.imports.get.queryOptions({ input: { id } }));
  const back = useBack();
  const { t } = useTranslation('imports');
  if (query.isError && codeOf(query.error) === 'IMPORT_GONE') {
    return (
      <div className="page">
        <PageHead title={t('title')} before={back} actions={<OtherFile />} />
        <FailurePanel error={query.error} reading />
      </div>
    );
  }
  return <QueryView query={query}>{(view) => <Import view={view} />}</QueryView>;
}

function OtherFile({ filled, label }: { filled?: boolean; label?: string }) {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  return (
    <Button variant={filled ? 'filled' : 'default'} onClick={() => void navigate({ to: '/students/import', search: {} })}>
      {label ?? t('do.other')}
    </Button>
  );
}

function Import({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  const back = useBack();
  const [policy, setPolicy] = useState<Policy>('skip');
  const run = useMutation(orpc.imports.run.mutationOptions({ onError: (error) => notifyFailure(error) }));
  const ready = view.state === 'ready';
  const { students, packs, updated } = view.counts;
  const something = students + packs + updated > 0;
  return (
    <div className="page">
      <PageHead
        title={t('title')}
        note={view.fileName}
        before={back}
        actions={
          ready ? (
            <>
              <OtherFile />
              <SaveButton
                saving={run.isPending}
                {...(something ? {} : { blocked: t('do.nothing') })}
                onSave={() => run.mutate({ id: view.id, lang: currentLang() })}
              >
                {students > 0 ? t('do.run', { count: students }) : t('do.runChanges')}
              </SaveButton>
            </>
          ) : undefined
        }
      />
      {ready ? <Preview view={view} policy={policy} onPolicy={setPolicy} /> : null}
      {view.state === 'reading' || view.state === 'writing' ? <Working view={view} /> : null}
      {view.state === 'failed' ? (
        <div className={classes.work}>
          <FailurePanel error={view.failure} />
          <OtherFile filled />
        </div>
      ) : null}
      {view.state === 'cancelled' ? (
        <EmptyState icon={IconPlayerStop} title={t('cancelled.title')} text={t('cancelled.text')} actions={<OtherFile filled />} />
      ) : null}
      {view.state === 'undone' ? (
        <EmptyState
          icon={IconRotate2}
          title={t('undone.title')}
          text={t('undone.text')}
          actions={<OtherFile filled label={t('do.again')} />}
        />
      ) : null}
      {view.state === 'done' ? <Done view={view} /> : null}
    </div>
  );
}

function Working({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  const cancel = useMutation(orpc.imports.cancel.mutationOptions({ onError: (error) => notifyFailure(error) }));
  const share = view.progress.total > 0 ? Math.round((view.progress.done / view.progress.total) * 100) : 0;
  const what = t(`steps.${view.state}`, { name: view.fileName });
  return (
    <div className={classes.work} role="status">
      <p className="strong">{what}</p>
      <Progress className={classes.bar} value={share} size={6} bg="var(--bar)" aria-label={what} />
      <p className="tx-2">{t('progress', { n: share })}</p>
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id: view.id })}>
        {t('cancel')}
      </Button>
      <p className="s13 tx-3">{t(view.state === 'writing' ? 'writing' : 'written')}</p>
    </div>
  );
}

function Done({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={IconCircleCheckFilled}
      title={t('done.title')}
      text={
        <>
          <span>{t('done.text', { name: view.fileName, ...view.counts })}</span>
          {view.errors.length > 0 ? (
            <>
              <br />
              <span>{t('done.errors', { count: view.errors.length })}</span>
            </>
          ) : null}
        </>
      }
      actions={
        <>
          <Button leftSection={<IconUsers size={15} />} onClick={() => void navigate({ to: '/students' })}>
            {t('do.students')}
          </Button>
          {view.errors.length > 0 ? <ErrorSheetButton id={view.id} /> : null}
          <UndoImport id={view.id} name={view.fileName} counts={view.counts} />
          <OtherFile label={t('do.again')} />
        </>
      }
    />
  );
}
