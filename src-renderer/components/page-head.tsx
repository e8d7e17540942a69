import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './page-head.module.css';

interface PageHeadProps {
  readonly title: string;
  /** Quiet words beside the title: how many, since when. */
  readonly note?: ReactNode;
  /** Before the title: a back button, a large avatar. */
  readonly before?: ReactNode;
  /** Beside the title: chips. */
  readonly chips?: ReactNode;
  /** A second line of facts. */
  readonly facts?: ReactNode;
  /** Buttons at the right, at most one of them filled. */
  readonly actions?: ReactNode;
}

/** The title row of a page; also names the window. */
export function PageHead({ title, note, before, chips, facts, actions }: PageHeadProps) {
  const { t } = useTranslation('shell');
  const brand = t('brand');
  useEffect(() => {
    document.title = `${title} - ${brand}`;
    return () => {
      document.title = brand;
    };
  }, [title, brand]);
  return (
    <div className={classes.head}>
      {before}
      <div className={classes.titles}>
        <div className={classes.titleRow}>
          <h1 className={`${classes.title} ellipsis`} title={title}>
            {title}
          </h1>
          {chips}
          {note ? <span className={`${classes.note} ellipsis`}>{note}</span> : null}
        </div>
        {facts ? <div className={classes.facts}>{facts}</div> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}

/** A part of a page with its own heading. `right` stands at the end of the heading's line. */
export function Section({
  title,
  note,
  right,
  children,
  className,
}: {
  title: string;
  note?: ReactNode;
  right?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={className}>
      <div className={classes.section}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {note ? <span className="s12 tx-3 ellipsis">{note}</span> : null}
        {right ? <div className={`${classes.sectionRight} end`}>{right}</div> : null}
      </div>
      {children}
    </section>
  );
}
