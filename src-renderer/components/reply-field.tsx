import { Textarea, type TextareaProps } from '@mantine/core';
import { Fragment, type ReactNode, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBanned } from '#renderer/lib/use-banned.ts';
import { type BannedHit, bannedHits } from '#shared/rules/scripts.ts';
import classes from './reply-field.module.css';
import { TextLimit } from './text-limit.tsx';

interface ReplyFieldProps
  extends Pick<
    TextareaProps,
    'id' | 'label' | 'description' | 'placeholder' | 'error' | 'minRows' | 'maxRows' | 'maxLength' | 'aria-label' | 'classNames'
  > {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Off where the words are not ours: what a parent said, a note among colleagues. */
  readonly checked?: boolean;
  readonly autoFocus?: boolean;
}

/** What is told to a customer: banned phrases are underlined while somebody types, with the better wording one click away. */
export function ReplyField({ value, onChange, checked = true, autoFocus, ...rest }: ReplyFieldProps) {
  const { t } = useTranslation('scripts');
  const phrases = useBanned();
  const hints = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const hits = useMemo(() => (checked ? bannedHits(value, phrases) : []), [checked, value, phrases]);
  const first = hits.filter((hit, index) => hits.findIndex((other) => other.id === hit.id) === index);
  function replace(hit: BannedHit): void {
    onChange(value.slice(0, hit.from) + hit.better + value.slice(hit.to));
    field.current?.focus();
  }
  return (
    <div>
      <Textarea
        {...rest}
        ref={field}
        data-autofocus={autoFocus || undefined}
        value={value}
        aria-describedby={first.length > 0 ? hints : undefined}
        inputContainer={(input) => (
          <div className={classes.frame}>
            {input}
            {hits.length > 0 ? <Mirror field={field} text={value} hits={hits} /> : null}
          </div>
        )}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {rest.error ? null : <TextLimit text={value} />}
      <ul id={hints} className={classes.hints} aria-live="polite" aria-label={t('banned.hints')} hidden={first.length === 0}>
        {first.map((hit) => (
          <li key={hit.id}>
            <span className="tx-red nowrap">{t('banned.said', { words: hit.words })}</span>
            {hit.better === '' ? null : (
              <>
                <span className="tx-2">{t('banned.better', { words: hit.better })}</span>
                <button type="button" className="link nowrap" onClick={() => replace(hit)}>
                  {t('banned.replace')}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const SAME = ['font', 'letterSpacing', 'lineHeight', 'padding', 'borderWidth', 'textAlign'] as const;

/** The same words in the same places as in the field, wherever it is scrolled to. */
function Mirror({ field, text, hits }: { field: { current: HTMLTextAreaElement | null }; text: string; hits: readonly BannedHit[] }) {
  const mirror = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const from = field.current;
    const to = mirror.current;
    if (!from || !to) return;
    const follow = (): void => {
      const style = getComputedStyle(from);
      for (const name of SAME) to.style[name] = style[name];
      // without the scroll bar, which takes its width from the words
      to.style.width = `${from.clientWidth + borders(style)}px`;
      to.style.height = `${from.offsetHeight}px`;
      to.scrollTop = from.scrollTop;
    };
    follow();
    const sized = new ResizeObserver(follow);
    sized.observe(from);
    from.addEventListener('scroll', follow, { passive: true });
    return () => {
      sized.disconnect();
      from.removeEventListener('scroll', follow);
    };
  });
  const parts: ReactNode[] = [];
  let at = 0;
  for (const hit of hits) {
    parts.push(
      <Fragment key={hit.from}>
        {text.slice(at, hit.from)}
        <mark>{hit.words}</mark>
      </Fragment>,
    );
    at = hit.to;
  }
  return (
    <div ref={mirror} className={classes.mirror} aria-hidden="true">
      {parts}
      {text.slice(at)}
      {/* a last empty line counts as one */}
      {'\u200b'}
    </div>
  );
}

const borders = (style: CSSStyleDeclaration): number =>
  Number.parseFloat(style.borderLeftWidth) + Number.parseFloat(style.borderRightWidth);
