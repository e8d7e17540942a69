import { Checkbox, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from './form.tsx';

export type FileFormat = 'xlsx' | 'csv';

/** What is said of an export of personal data before it is made (spec/trust.md, Privacy). */
export interface ExportOrder<Format extends FileFormat> {
  readonly purpose: string;
  readonly format: Format;
  readonly phonesMasked: boolean;
  readonly namesMasked: boolean;
}

/** The order as typed; `complete` says whether it may go, and else shows what is missing. */
export function useExportOrder<Format extends FileFormat = FileFormat>(first: Format) {
  const purposeId = useId();
  const [order, setOrder] = useState<ExportOrder<Format>>({ purpose: '', format: first, phonesMasked: true, namesMasked: false });
  const [tried, setTried] = useState(false);
  return {
    order: { ...order, purpose: order.purpose.trim() },
    complete: (): boolean => {
      setTried(true);
      if (order.purpose.trim() !== '') return true;
      document.getElementById(purposeId)?.focus();
      return false;
    },
    fields: { order, set: setOrder, purposeId, missing: tried && order.purpose.trim() === '' },
  };
}

interface ExportFieldsProps<Format extends FileFormat> {
  readonly fields: ReturnType<typeof useExportOrder<Format>>['fields'];
  /** In what forms it can leave; one alone is not asked for. */
  readonly formats: readonly Format[];
  /** It holds phones. */
  readonly phones?: boolean;
  /** It holds what people wrote, which is never masked. */
  readonly written?: boolean;
  readonly disabled?: boolean;
}

/** What for, in what form, and what is masked: asked in the same way wherever personal data leaves. */
export function ExportFields<Format extends FileFormat>({ fields, formats, phones, written, disabled }: ExportFieldsProps<Format>) {
  const { t } = useTranslation('common');
  const { order, set, purposeId, missing } = fields;
  return (
    <>
      <FieldRow
        label={t('export.purpose')}
        htmlFor={purposeId}
        required
        hint={t('export.logged')}
        error={missing ? t('export.purposeMissing') : null}
      >
        <TextInput
          id={purposeId}
          data-autofocus
          value={order.purpose}
          maxLength={200}
          disabled={disabled}
          onChange={(event) => set({ ...order, purpose: event.currentTarget.value })}
        />
      </FieldRow>
      {formats.length < 2 ? null : (
        <FieldRow label={t('export.format')}>
          <SegmentedControl
            aria-label={t('export.format')}
            value={order.format}
            disabled={disabled}
            onChange={(format) => set({ ...order, format })}
            data={formats.map((value) => ({ value, label: t(`export.${value as FileFormat}`) }))}
          />
        </FieldRow>
      )}
      <FieldRow label={t('export.masked')} hint={written ? t('export.written') : undefined}>
        <Stack gap={8}>
          {phones ? (
            <Checkbox
              checked={order.phonesMasked}
              disabled={disabled}
              onChange={(event) => set({ ...order, phonesMasked: event.currentTarget.checked })}
              label={t('export.phones')}
            />
          ) : null}
          <Checkbox
            checked={order.namesMasked}
            disabled={disabled}
            onChange={(event) => set({ ...order, namesMasked: event.currentTarget.checked })}
            label={t('export.names')}
          />
        </Stack>
      </FieldRow>
    </>
  );
}
