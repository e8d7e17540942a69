/** True while files are dragged, as against words or a link of the page. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}

/**
 * Keeps the window from opening a file that is dropped beside a place for it: the browser would leave the program and show the
 * file. Places that take files say so by `preventDefault`; everywhere else nothing can be dropped. Answers the way to stop.
 */
export function guardDrops(): () => void {
  const over = (event: DragEvent): void => {
    if (event.defaultPrevented || !carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  };
  const drop = (event: DragEvent): void => {
    if (carriesFiles(event.dataTransfer)) event.preventDefault();
  };
  window.addEventListener('dragover', over);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', drop);
  };
}
