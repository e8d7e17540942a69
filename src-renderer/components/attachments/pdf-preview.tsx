import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pdf, PdfPage, PdfTrouble } from '#renderer/lib/pdf.ts';
import { ScrollRoom } from '../scroll-room.tsx';
import { SkeletonRows } from '../skeletons.tsx';
import classes from './pdf-preview.module.css';

interface PdfPreviewProps {
  readonly name: string;
  readonly file: Blob;
  /** In the place of a file that cannot be shown. */
  readonly instead: (trouble: PdfTrouble) => ReactNode;
}

/** A PDF drawn by ourselves, so that it looks the same in a browser and on the desktop, where a frame with a viewer is refused. */
export function PdfPreview({ name, file, instead }: PdfPreviewProps) {
  const [pdf, setPdf] = useState<Pdf | PdfTrouble>();
  useEffect(() => {
    let here = true;
    let close: (() => void) | undefined;
    void import('#renderer/lib/pdf.ts')
      .then(({ openPdf }) => {
        if (!here) return undefined;
        const opening = openPdf(file);
        close = opening.close;
        return opening.opened;
      })
      .catch((): PdfTrouble => 'broken')
      .then((opened) => here && setPdf(opened));
    return () => {
      here = false;
      close?.();
    };
  }, [file]);
  if (pdf === undefined) return <SkeletonRows />;
  return typeof pdf === 'string' ? instead(pdf) : <Pages pdf={pdf} name={name} />;
}

const GAP = 12;

/** The pages below each other; only those in sight have a canvas. */
function Pages({ pdf, name }: { pdf: Pdf; name: string }) {
  const { t } = useTranslation('attachments');
  const scroller = useRef<HTMLElement>(null);
  const { ref: sheet, width } = useElementSize();
  const virtualizer = useVirtualizer({
    count: pdf.count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => width * pdf.ratio(index + 1),
    gap: GAP,
    overscan: 1,
  });
  // every height hangs on the width
  useEffect(() => {
    if (width > 0) virtualizer.measure();
  }, [virtualizer, width]);
  // arrows, Page Down, Home and End scroll the pages at once
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);
  const middle = (virtualizer.scrollOffset ?? 0) + (virtualizer.scrollRect?.height ?? 0) / 2;
  const shown = (virtualizer.getVirtualItemForOffset(middle)?.index ?? 0) + 1;
  return (
    <div>
      <ScrollRoom ref={scroller} label={name} className={classes.pages}>
        <div ref={sheet} className={classes.sheet} style={{ height: virtualizer.getTotalSize() }}>
          {width > 0
            ? virtualizer.getVirtualItems().map(({ key, index, start }) => (
                <div
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  className={classes.place}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <Page pdf={pdf} number={index + 1} width={width} />
                </div>
              ))
            : null}
        </div>
      </ScrollRoom>
      <p className={classes.count}>{t('pdf.count', { page: shown, count: pdf.count })}</p>
    </div>
  );
}

function Page({ pdf, number, width }: { pdf: Pdf; number: number; width: number }) {
  const { t } = useTranslation('attachments');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [page, setPage] = useState<PdfPage>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let here = true;
    pdf.page(number).then(
      (found) => here && setPage(found),
      () => here && setFailed(true),
    );
    return () => {
      here = false;
    };
  }, [pdf, number]);
  useEffect(() => {
    if (!page || !canvas.current) return;
    const drawing = page.draw(canvas.current, width);
    drawing.done.catch(() => setFailed(true));
    return drawing.cancel;
  }, [page, width]);
  return (
    <div className={classes.page} style={{ height: width * (page?.ratio ?? pdf.ratio(number)) }}>
      {failed ? (
        <p className={classes.failed}>{t('pdf.pageFailed')}</p>
      ) : (
        <canvas ref={canvas} role="img" aria-label={t('pdf.page', { page: number })} />
      )}
    </div>
  );
}
