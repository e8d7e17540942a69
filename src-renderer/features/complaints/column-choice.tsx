import { ActionIcon, Checkbox, Popover } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListColumn, listColumn, usualColumns } from '#shared/contract/complaint-list.ts';
import classes from './complaints.module.css';
import { columnsOf, FIXED_COLUMNS } from './place.ts';

interface ColumnChoiceProps {
  readonly columns: readonly ListColumn[];
  /** Answers whether it was kept. */
  readonly onChange: (next: ListColumn[]) => Promise<boolean>;
}

/** Which columns this view shows; kept for this person. */
export function ColumnChoice({ columns, onChange }: ColumnChoiceProps) {
  const { t } = useTranslation('views');
  const [opened, setOpened] = useState(false);
  // what was ticked shows at once; what the core keeps takes its place when it comes
  const [ahead, setAhead] = useState<readonly ListColumn[] | null>(null);
  const kept = columns.join();
  useEffect(() => setAhead((now) => (now?.join() === kept ? null : now)), [kept]);
  const shown = ahead ?? columns;
  async function choose(next: ListColumn[]): Promise<void> {
    setAhead(next);
    if (!(await onChange(next))) setAhead(null);
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={220} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size={26} variant="subtle" color="gray" aria-label={t('columns')} onClick={() => setOpened((now) => !now)}>
          <IconColumns3 size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('columns')}>
        <div className={classes.choices}>
          {listColumn.options.map((column) => (
            <Checkbox
              key={column}
              py={3}
              label={t(`column.${column}`)}
              checked={shown.includes(column)}
              disabled={FIXED_COLUMNS.includes(column)}
              onChange={(event) =>
                void choose(columnsOf(event.currentTarget.checked ? [...shown, column] : shown.filter((each) => each !== column)))
              }
            />
          ))}
          <button type="button" className={`link ${classes.usual}`} onClick={() => void choose([...usualColumns])}>
            {t('usualColumns')}
          </button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
